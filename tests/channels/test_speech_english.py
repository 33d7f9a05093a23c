"""What an agent reads aloud in English, case by case."""

# A case is one line, however long what is said.

from __future__ import annotations

import pytest

from channels.speech import speak
from tests.channels.speech_table import read

CASES = read(
    """
# money
It costs € 86.85.                        => It costs eighty-six euros and eighty-five cents.
It costs €86,85.                         => It costs eighty-six euros and eighty-five cents.
€ 1,250.50                               => one thousand two hundred and fifty euros and fifty cents
€ 1.250                                  => one thousand two hundred and fifty euros
€ 15,-                                   => fifteen euros
€1                                       => one euro
€ 0.50                                   => fifty cents
€ 1.01                                   => one euro and one cent
15 euros                                 => fifteen euros
€ 10-15                                  => ten euros to fifteen euros
-€ 5                                     => minus five euros
€1.5 million                             => one point five million euros
£20                                      => twenty pounds
$121.60                                  => one hundred and twenty-one dollars and sixty cents

# dates
on 1 January 2027                        => on the first of January twenty twenty-seven
on January 1, 2027                       => on the first of January twenty twenty-seven
the 1st of January 2027                  => the first of January twenty twenty-seven
Come on 12 March.                        => Come on the twelfth of March.
12th of March                            => the twelfth of March
5-7 May 2026                             => the fifth to the seventh of May twenty twenty-six
01-01-2027                               => the first of January twenty twenty-seven
2027-01-01                               => the first of January twenty twenty-seven
3 Mar 2026                               => the third of March twenty twenty-six
January 2027                             => January twenty twenty-seven
in 1985                                  => in nineteen eighty-five
since 2005                               => since two thousand and five
in 1905                                  => in nineteen oh five
2026-2027                                => twenty twenty-six to twenty twenty-seven
You may 5 times                          => You may five times
31-02-2027                               => thirty-one dash zero two dash two thousand and twenty-seven

# times
9.00 hours                               => nine o'clock in the morning
at 9.00                                  => at nine o'clock in the morning
13:30                                    => half past one in the afternoon
9 am                                     => nine o'clock in the morning
9:30 p.m. sharp                          => half past nine in the evening sharp
Until 9:30 p.m.                          => Until half past nine in the evening.
8:45                                     => quarter to nine in the morning
16:20                                    => twenty past four in the afternoon
10:07                                    => ten oh seven in the morning
00:00                                    => midnight
12:00                                    => noon
9.00 - 17.00 hours                       => nine o'clock in the morning to five o'clock in the afternoon
from 9.00 to 17.00 hours                 => from nine o'clock in the morning to five o'clock in the afternoon
9:00-12:30                               => nine o'clock in the morning to half past twelve in the afternoon

# phone numbers, codes
Call 14 0123.                            => Call one four, zero one two three.
0800 1234                                => zero eight zero zero, one two three four
06 12345678                              => zero six, one two, three four, five six, seven eight
+31 6 12345678                           => plus three one, six, one two, three four, five six, seven eight
call 112                                 => call one one two
112 people                               => one hundred and twelve people
1234 AB                                  => one two three four, A B
K7QF-2M9D-4TXR                           => K seven Q F, two M nine D, four T X R
Z-2026-00123                             => Z dash two zero two six dash zero zero one two three
A4                                       => A four

# percentages, ordinals, numbers
19%                                      => nineteen percent
2.5%                                     => two point five percent
1st, 2nd, 23rd                           => first, second, twenty-third
5-10 days                                => five to ten days
5 working days                           => five working days
5 km and 10 m²                           => five kilometres and ten square metres
1,250                                    => one thousand two hundred and fifty
1.234.567                                => one million two hundred and thirty-four thousand five hundred and sixty-seven
2.5                                      => two point five
-5 degrees                               => minus five degrees
2x a week                                => two times a week
65+                                      => sixty-five plus
24/7                                     => twenty-four seven
1/2                                      => one slash two
article 2.43                             => article two point forty-three
article 6:7                              => article six colon seven
version 1.2.3                            => version one point two point three

# web and mail
info@gemeente.nl                         => info at gemeente dot N L
https://www.gemeente.nl/en/passport      => W W W dot gemeente dot N L, slash en, slash passport

# abbreviations
your BSN                                 => your B S N
Log in with DigiD.                       => Log in with DigiD.
e.g. a passport                          => for example a passport
passports, etc.                          => passports, et cetera.
bread & butter                           => bread and butter
yes/no                                   => yes or no
no. 5                                    => number five
There is no. Then                        => There is no. Then
King Willem III                          => King Willem III
"""
)


@pytest.mark.parametrize(("written", "spoken"), [(case.written, case.spoken) for case in CASES], ids=str)
def test_english(written: str, spoken: str) -> None:
    assert speak(written, "en") == spoken


@pytest.mark.parametrize("spoken", sorted({case.spoken for case in CASES}))
def test_saying_what_is_said_changes_nothing(spoken: str) -> None:
    assert speak(spoken, "en") == spoken


def test_the_table_is_wide() -> None:
    assert len(CASES) >= 40
    assert len({case.written for case in CASES}) == len(CASES)


@pytest.mark.parametrize("language", ["en", "EN", "en-GB", "en-US"])
def test_every_english_tag_speaks_english(language: str) -> None:
    assert speak("€ 15", language) == "fifteen euros"
