"""The words that channels add to an answer themselves: headings, notes around the text, names of units and days.

Dutch is written without u or je wherever that reads well; where it does not, `nl@je` is what a municipality says that
addresses its residents with je. `nl-x-a2` is easy Dutch.
"""

from __future__ import annotations

from collections.abc import Mapping

from contenthub.vocabulary import Channel, DurationUnit, Purpose, SectionKind, Severity, Weekday

Words = Mapping[str, str]

_SECTIONS: Mapping[SectionKind, Words] = {
    SectionKind.INTRODUCTION: {"nl": "In het kort", "en": "In short"},
    SectionKind.APPLICATION: {"nl": "Zo werkt het", "en": "How it works"},
    SectionKind.EVIDENCE: {"nl": "Dit is nodig", "en": "What you need"},
    SectionKind.CONDITIONS: {"nl": "Voorwaarden", "en": "Conditions", "nl-x-a2": "Voor wie is dit?"},
    SectionKind.COSTS: {"nl": "Kosten", "en": "Costs", "nl-x-a2": "Wat kost het?"},
    SectionKind.TERM: {"nl": "Hoelang het duurt", "en": "How long it takes", "nl-x-a2": "Hoelang duurt het?"},
    SectionKind.OBJECTION: {"nl": "Bezwaar maken", "en": "If you disagree", "nl-x-a2": "Niet mee eens?"},
    SectionKind.NO_RESPONSE: {"nl": "Niets gehoord?", "en": "If you hear nothing"},
    SectionKind.PARTICULARS: {"nl": "Goed om te weten", "en": "Good to know"},
    SectionKind.CONTACT: {"nl": "Contact", "en": "Contact", "nl-x-a2": "Hulp nodig?"},
    SectionKind.DESK_MEMO: {"nl": "Voor medewerkers", "en": "For staff"},
}

_UNITS: Mapping[DurationUnit, Mapping[str, tuple[str, str]]] = {
    DurationUnit.MINUTE: {"nl": ("minuut", "minuten"), "en": ("minute", "minutes")},
    DurationUnit.HOUR: {"nl": ("uur", "uur"), "en": ("hour", "hours")},
    DurationUnit.DAY: {"nl": ("dag", "dagen"), "en": ("day", "days")},
    DurationUnit.WORKDAY: {"nl": ("werkdag", "werkdagen"), "en": ("working day", "working days")},
    DurationUnit.WEEK: {"nl": ("week", "weken"), "en": ("week", "weeks")},
    DurationUnit.MONTH: {"nl": ("maand", "maanden"), "en": ("month", "months")},
    DurationUnit.YEAR: {"nl": ("jaar", "jaar"), "en": ("year", "years")},
}

_DAYS: Mapping[str, tuple[str, ...]] = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

_MONTHS: Mapping[str, tuple[str, ...]] = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}

_PURPOSES: Mapping[Purpose, Words] = {
    Purpose.APPLY: {"nl": "Aanvragen of doorgeven", "en": "Apply or report"},
    Purpose.CHANGE: {"nl": "Wijzigen", "en": "Change"},
    Purpose.CANCEL: {"nl": "Stoppen of intrekken", "en": "Cancel or withdraw"},
    Purpose.OBJECT: {"nl": "Bezwaar maken", "en": "Object"},
    Purpose.COMPLAIN: {"nl": "Een klacht indienen", "en": "Complain"},
    Purpose.ASK: {"nl": "Een vraag stellen", "en": "Ask a question"},
}

_CHANNELS: Mapping[Channel, Words] = {
    Channel.WEBSITE: {"nl": "Online", "en": "Online"},
    Channel.APP: {"nl": "In de app", "en": "In the app"},
    Channel.PHONE: {"nl": "Telefonisch", "en": "By phone", "nl-x-a2": "Bellen"},
    Channel.CHAT: {"nl": "Via de chat", "en": "By chat"},
    Channel.LETTER: {"nl": "Per post", "en": "By post", "nl-x-a2": "Met een brief"},
    Channel.EMAIL: {"nl": "Per e-mail", "en": "By e-mail"},
    Channel.COUNTER: {"nl": "Aan de balie", "en": "At the counter"},
    Channel.KIOSK: {"nl": "Bij de informatiezuil", "en": "At the kiosk"},
}

_SEVERITIES: Mapping[Severity, Words] = {
    Severity.INFO: {"nl": "Goed om te weten", "en": "Good to know"},
    Severity.WARNING: {"nl": "Let op", "en": "Please note"},
    Severity.URGENT: {"nl": "Belangrijk", "en": "Important"},
}

_LOGIN_LEVELS: Mapping[str, Words] = {
    "basis": {"en": "basic"},
    "midden": {"en": "medium"},
    "substantieel": {"en": "substantial"},
    "hoog": {"en": "high"},
    "laag": {"en": "low"},
}

_LANGUAGES: Mapping[str, Words] = {
    "nl": {"nl": "het Nederlands", "en": "Dutch"},
    "nl-x-a2": {"nl": "eenvoudig Nederlands", "en": "easy Dutch"},
    "en": {"nl": "het Engels", "en": "English"},
    "de": {"nl": "het Duits", "en": "German"},
    "fr": {"nl": "het Frans", "en": "French"},
    "fy": {"nl": "het Fries", "en": "Frisian"},
    "tr": {"nl": "het Turks", "en": "Turkish"},
    "pl": {"nl": "het Pools", "en": "Polish"},
    "ar": {"nl": "het Arabisch", "en": "Arabic"},
    "uk": {"nl": "het Oekraïens", "en": "Ukrainian"},
    "pap": {"nl": "het Papiaments", "en": "Papiamento"},
}
_ANOTHER_LANGUAGE: Words = {"nl": "de gevraagde taal", "en": "the requested language"}

_PHRASES: Mapping[str, Words] = {
    "and": {"nl": "en", "en": "and"},
    "through": {"nl": "tot en met", "en": "to"},
    "see": {"nl": "Zie {what}.", "en": "See {what}."},
    "municipality": {"nl": "gemeente {name}", "en": "the municipality of {name}"},
    "municipality_title": {"nl": "Gemeente {name}", "en": "Municipality of {name}"},
    "ask_us": {"nl": "neem contact op met de gemeente", "en": "contact the municipality"},
    "language_fell_back": {
        "nl": "Dit antwoord is er nog niet in {asked}. Hieronder staat de Nederlandse tekst.",
        "nl-x-a2": "Deze tekst is er nog niet in {asked}. Dit is eenvoudig Nederlands.",
        "en": "This answer is not available in {asked} yet. Below is the English text.",
    },
    "language_fell_back_abroad": {
        "nl": "This answer is not available in {asked} yet. Below is the Dutch text.",
    },
    "language_fell_back_spoken": {
        "nl": "Dit antwoord is er nog niet in {asked}. Ik geef u het antwoord in het Nederlands.",
        "nl@je": "Dit antwoord is er nog niet in {asked}. Ik geef je het antwoord in het Nederlands.",
        "nl-x-a2": "Dit antwoord is er nog niet in {asked}. Ik zeg het in eenvoudig Nederlands.",
        "en": "This answer is not available in {asked} yet. I will give it in English.",
    },
    "withdrawn": {
        "nl": "Deze informatie geldt niet meer sinds {date}.",
        "en": "This information has not applied since {date}.",
        "nl-x-a2": "Deze informatie klopt niet meer. Dat is zo sinds {date}.",
    },
    "replacement": {
        "nl": "Wat er nu geldt, staat bij ",
        "en": "What applies now is described under ",
        "nl-x-a2": "Lees verder bij ",
    },
    "replacement_elsewhere": {
        "nl": "Op de website van de gemeente staat wat er nu geldt.",
        "en": "The municipality's website says what applies now.",
    },
    "not_offered": {
        "nl": "De gemeente {name} biedt dit niet aan.",
        "en": "The municipality of {name} does not offer this.",
        "nl-x-a2": "Dit kan niet bij de gemeente {name}.",
    },
    "falls_under": {
        "nl": "In de gemeente {name} hoort dit bij ",
        "en": "In the municipality of {name} this is part of ",
    },
    "falls_under_another": {
        "nl": "In de gemeente {name} hoort dit bij een ander product.",
        "en": "In the municipality of {name} this is part of another product.",
    },
    "municipality_ended": {
        "nl": "De gemeente {old} bestaat niet meer. De gemeente {new} helpt u verder.",
        "nl@je": "De gemeente {old} bestaat niet meer. De gemeente {new} helpt je verder.",
        "en": "The municipality of {old} no longer exists. The municipality of {new} will help you.",
    },
    "old_rules_apply": {
        "nl": "Voorlopig gelden hier nog de lokale regels van {old}.",
        "en": "For the time being the local rules of {old} still apply here.",
    },
    "indication": {
        "nl": "Dit is een indicatie op basis van de gegeven antwoorden. Het is geen besluit.",
        "en": "This is an indication based on the answers given. It is not a decision.",
        "nl-x-a2": "Zo lijkt het nu. Het is geen besluit.",
    },
    "for_you": {"nl": "Voor uw situatie", "nl@je": "Voor jouw situatie", "en": "For your situation"},
    "withheld": {
        "nl": "Een deel van dit antwoord hoorde bij persoonlijke gegevens. Dat deel staat hier niet.",
        "en": "Part of this answer belonged to personal details. That part is not shown here.",
    },
    "reference": {"nl": "Antwoordcode", "en": "Answer code"},
    "reference_help": {
        "nl": "Noem deze code als u ons belt of mailt. Wij zien dan precies wat u hebt gelezen.",
        "nl@je": "Noem deze code als je ons belt of mailt. Wij zien dan precies wat je hebt gelezen.",
        "en": "Mention this code when you call or e-mail us. We can then see exactly what you have read.",
        "nl-x-a2": "Belt u ons? Zeg dan deze code. Wij zien dan wat u hebt gelezen.",
    },
    "by_appointment": {"nl": "op afspraak", "en": "by appointment"},
    "walk_in": {"nl": "zonder afspraak", "en": "no appointment needed"},
    "closed": {"nl": "gesloten", "en": "closed"},
    "different_hours": {"nl": "Afwijkende openingstijden", "en": "Different opening hours"},
    "amount": {"nl": "Bedrag", "en": "Amount"},
    "what": {"nl": "Waarvoor", "en": "For"},
    "day": {"nl": "Dag", "en": "Day"},
    "time": {"nl": "Openingstijd", "en": "Opening hours"},
    "routes": {"nl": "Waar en hoe", "en": "Where and how"},
    "log_in": {"nl": "Inloggen met {means}", "en": "Log in with {means}"},
    "log_in_level": {"nl": "Inloggen met {means} (niveau {level})", "en": "Log in with {means} (level {level})"},
    "go_to": {"nl": "Ga naar {where}", "en": "Go to {where}"},
    "or": {"nl": "of", "en": "or"},
    "designated": {
        "nl": "Dit is de digitale weg die de gemeente hiervoor heeft aangewezen",
        "en": "This is the digital route that the municipality has designated",
    },
    "read_on": {"nl": "Lees dit antwoord op de website", "en": "Read this answer on the website"},
    "download": {"nl": "Downloaden: {label}", "en": "Download: {label}"},
    "step": {"nl": "Stap {number}", "en": "Step {number}"},
    "say_download": {
        "nl": "Op de website staat een document: {label}.",
        "en": "There is a document on the website: {label}.",
    },
    "appointment": {"nl": "Afspraak", "en": "Appointment"},
    "call": {"nl": "Bel {phone}", "en": "Call {phone}"},
    "phone": {"nl": "Telefoon", "en": "Phone"},
    "email": {"nl": "E-mail", "en": "E-mail"},
    "website": {"nl": "Website", "en": "Website"},
    "address": {"nl": "Adres", "en": "Address"},
    "dear": {"nl": "Geachte heer, mevrouw,", "en": "Dear Sir or Madam,"},
    "dear_name": {"nl": "Geachte {name},", "en": "Dear {name},"},
    "kind_regards": {"nl": "Met vriendelijke groet,", "en": "Kind regards,"},
    "hello": {"nl": "Goedendag,", "en": "Hello,"},
    "email_subject": {"nl": "{title} - gemeente {name}", "en": "{title} - municipality of {name}"},
    "email_intro": {
        "nl": "Hieronder leest u het antwoord van de gemeente {name}.",
        "nl@je": "Hieronder lees je het antwoord van de gemeente {name}.",
        "en": "Below is the answer of the municipality of {name}.",
    },
    "more_questions": {"nl": "Hebt u nog vragen?", "nl@je": "Heb je nog vragen?", "en": "Any more questions?"},
    "send_mail": {"nl": "Mail naar {email}", "en": "Send an e-mail to {email}"},
    "bring": {"nl": "Meenemen", "en": "Bring along"},
    "today": {"nl": "Actuele melding", "en": "Notice"},
    "phone_greeting": {
        "nl": "Goedendag, u spreekt met de gemeente {name}.",
        "nl@je": "Goedendag, je spreekt met de gemeente {name}.",
        "en": "Hello, this is the municipality of {name}.",
        "nl-x-a2": "Hallo, dit is de gemeente {name}.",
    },
    "phone_about": {
        "nl": "U belt over: {title}.",
        "nl@je": "Je belt over: {title}.",
        "en": "You are calling about: {title}.",
    },
    "phone_about_question": {
        "nl": "Uw vraag is: {title}",
        "nl@je": "Je vraag is: {title}",
        "en": "Your question is: {title}",
    },
    "phone_ask": {
        "nl": "Mag ik u iets vragen? Dan kan ik u precies zeggen hoe het voor u zit.",
        "nl@je": "Mag ik je iets vragen? Dan kan ik je precies zeggen hoe het voor jou zit.",
        "en": "May I ask you something? Then I can tell you exactly how it works for you.",
        "nl-x-a2": "Mag ik u iets vragen? Dan kan ik u beter helpen.",
    },
    "phone_ask_more": {"nl": "Dan nog een vraag.", "en": "One more question."},
    "phone_choices": {"nl": "Antwoorden: {choices}.", "en": "Answers: {choices}."},
    "phone_ask_note": {
        "nl": "Antwoorden hoeft niet. Zonder antwoord geldt de tekst hieronder. Het antwoord wordt niet bewaard.",
        "en": "The caller need not answer. Without an answer the text below applies. The answer is not kept.",
    },
    "phone_generic_text": {"nl": "Landelijke tekst", "en": "National text"},
    "phone_municipal_text": {"nl": "Eigen tekst van de gemeente", "en": "The municipality's own text"},
    "phone_personal_text": {"nl": "Tekst voor deze beller", "en": "Text for this caller"},
    "phone_text_of": {"nl": "{text}, van {owner}.", "en": "{text}, by {owner}."},
    "phone_source": {"nl": "Bron: {source}.", "en": "Source: {source}."},
    "phone_links": {"nl": "Om te mailen: {links}", "en": "To send by e-mail: {links}"},
    "phone_closing": {
        "nl": "Uw antwoordcode is {code}. Met deze code zien wij later precies wat ik u heb verteld. "
        "Kan ik u nog ergens anders mee helpen?",
        "nl@je": "Je antwoordcode is {code}. Met deze code zien wij later precies wat ik je heb verteld. "
        "Kan ik je nog ergens anders mee helpen?",
        "en": "Your answer code is {code}. With this code we can see later exactly what I have told you. "
        "Is there anything else I can help you with?",
        "nl-x-a2": "Uw code is {code}. Bewaar de code. Dan weten wij later wat ik u heb verteld. Hebt u nog een vraag?",
    },
    "phone_closing_personal": {
        "nl": "Uw antwoordcode is {code}. Kan ik u nog ergens anders mee helpen?",
        "nl@je": "Je antwoordcode is {code}. Kan ik je nog ergens anders mee helpen?",
        "en": "Your answer code is {code}. Is there anything else I can help you with?",
        "nl-x-a2": "Uw code is {code}. Hebt u nog een vraag?",
    },
    "kiosk_scan": {
        "nl": "Scan de code en lees alles op uw telefoon.",
        "nl@je": "Scan de code en lees alles op je telefoon.",
        "en": "Scan the code to read everything on your phone.",
    },
    "kiosk_scan_bring": {
        "nl": "Scan de code en lees wat u meeneemt.",
        "nl@je": "Scan de code en lees wat je meeneemt.",
        "en": "Scan the code to read what to bring along.",
    },
    "kiosk_scan_costs": {"nl": "Scan de code en lees wat het kost.", "en": "Scan the code to read what it costs."},
    "kiosk_scan_bring_costs": {
        "nl": "Scan de code en lees wat u meeneemt en wat het kost.",
        "nl@je": "Scan de code en lees wat je meeneemt en wat het kost.",
        "en": "Scan the code to read what to bring and what it costs.",
    },
    "letter_about": {
        "nl": "In deze brief leest u wat de gemeente {name} u kan vertellen over: {title}.",
        "nl@je": "In deze brief lees je wat de gemeente {name} je kan vertellen over: {title}.",
        "en": "In this letter you can read what the municipality of {name} can tell you about: {title}.",
    },
    "letter_action": {
        "nl": "Wat u kunt doen en hoelang het duurt",
        "nl@je": "Wat je kunt doen en hoelang het duurt",
        "en": "What you can do and how long it takes",
        "nl-x-a2": "Dit kunt u doen",
    },
    "letter_questions": {
        "nl": "Hebt u vragen? Neem dan contact met ons op. Houd uw antwoordcode bij de hand: {code}.",
        "nl@je": "Heb je vragen? Neem dan contact met ons op. Houd je antwoordcode bij de hand: {code}.",
        "en": "Do you have questions? Please contact us. Keep your answer code at hand: {code}.",
    },
}


def phrase(key: str, language: str, **params: str) -> str:
    """The phrase in this language with its blanks filled; easy Dutch and unknown languages fall back to Dutch.

    Give `form="je"` for a municipality that says je. Raises KeyError for a phrase or a blank that does not exist.
    """
    words = _PHRASES[key]
    chosen = None
    if language.split("-", 1)[0] not in ("en",) and params.get("form") == "je":
        chosen = words.get("nl@je")
    return (chosen or _pick(words, language)).format_map(params)


def language_name(code: str, language: str) -> str:
    """What a language is called, in words of another: `en` is "het Engels"."""
    return _pick(_LANGUAGES.get(code.lower(), _ANOTHER_LANGUAGE), language)


def section_title(kind: SectionKind, language: str) -> str:
    """What stands above a section of this kind."""
    return _pick(_SECTIONS[kind], language)


def purpose_title(purpose: Purpose, language: str) -> str:
    return _pick(_PURPOSES[purpose], language)


def channel_title(channel: Channel, language: str) -> str:
    """How one uses this channel, as a label: "Aan de balie", "By post"."""
    return _pick(_CHANNELS[channel], language)


def severity_title(severity: Severity, language: str) -> str:
    return _pick(_SEVERITIES[severity], language)


def login_level(level: str, language: str) -> str:
    """A level of assurance in this language; a level without words of its own (EH3) is a name and stays."""
    return _LOGIN_LEVELS.get(level, {}).get(base(language), level)


def duration_unit(unit: DurationUnit, amount: int, language: str) -> str:
    """The unit in singular or plural: 1 week, 6 weken; jaar and uur stay singular in Dutch."""
    one, more = _UNITS[unit].get(base(language), _UNITS[unit]["nl"])
    return one if amount == 1 else more


def day_name(weekday: Weekday, language: str) -> str:
    return _DAYS.get(base(language), _DAYS["nl"])[list(Weekday).index(weekday)]


def month_name(month: int, language: str) -> str:
    """The name of month 1 to 12."""
    return _MONTHS.get(base(language), _MONTHS["nl"])[month - 1]


def base(language: str) -> str:
    """The language without its region or variant: en-GB is en, nl-x-a2 is nl."""
    return language.split("-", 1)[0]


def joined(parts: list[str], language: str, word: str = "and") -> str:
    """A list in words: a, b en c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {phrase(word, language)} {parts[-1]}"


def _pick(words: Words, language: str) -> str:
    return words.get(language) or words.get(base(language)) or words["nl"]
