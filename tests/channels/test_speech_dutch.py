"""What an agent reads aloud, case by case: written text on the left, spoken Dutch on the right."""

# A case is one line, however long what is said.

from __future__ import annotations

import pytest

from channels.speech import speak
from tests.channels.speech_table import read

CASES = read(
    """
# money
Het kost € 86,85.                        => Het kost zesentachtig euro vijfentachtig.
€ 15                                     => vijftien euro
€15                                      => vijftien euro
€ 15,-                                   => vijftien euro
€ 1.250,-                                => twaalfhonderdvijftig euro
€ 2.500,00                               => tweeduizend vijfhonderd euro
EUR 15,80                                => vijftien euro tachtig
€ 0,50                                   => vijftig cent
€ 0,05                                   => vijf cent
€ 0,01                                   => één cent
€ 0,00                                   => nul euro
€ 1,00                                   => één euro
€ 1,01                                   => één euro en één cent
€ 12,05 per jaar                         => twaalf euro en vijf cent per jaar
€ 999,99                                 => negenhonderdnegenennegentig euro negenennegentig
€ 1442                                   => veertienhonderdtweeënveertig euro
€ 100.000                                => honderdduizend euro
€ 1.250.000                              => één miljoen tweehonderdvijftigduizend euro
€ 1.000.000,-                            => één miljoen euro
€ 1 250,50                               => twaalfhonderdvijftig euro vijftig
€ 1,5 miljoen                            => één komma vijf miljoen euro
€ 1,2 mln. voor wegen                    => één komma twee miljoen euro voor wegen
€ 2 miljard                              => twee miljard euro
-€ 15,00                                 => min vijftien euro
€ -15,50                                 => min vijftien euro vijftig
€ 10 - € 15                              => tien euro tot vijftien euro
€ 10-15                                  => tien euro tot vijftien euro
€ 15 tot € 20                            => vijftien euro tot twintig euro
€ 15,00/€ 20,00                          => vijftien euro of twintig euro
tussen € 5 en € 10                       => tussen vijf euro en tien euro
15 euro                                  => vijftien euro
86,85 euro                               => zesentachtig euro vijfentachtig
5 euro 50                                => vijf euro vijftig
50 cent                                  => vijftig cent
15,- euro                                => vijftien euro
10 000 euro                              => tienduizend euro
€ 2,50/uur                               => twee euro vijftig per uur
€ 5/m²                                   => vijf euro per vierkante meter
€ 86,85/stuk                             => zesentachtig euro vijfentachtig per stuk
€ 35 p.p., kinderen gratis               => vijfendertig euro per persoon, kinderen gratis
Het kost € 35 p.m. Daarna niets.         => Het kost vijfendertig euro per maand. Daarna niets.
€ 2,50 p.p.p.n. exclusief                => twee euro vijftig per persoon per nacht exclusief
€ 0,1234 per kWh                         => nul komma één twee drie vier euro per kilowattuur
$ 121,60                                 => honderdeenentwintig dollar zestig
$1,250.00                                => twaalfhonderdvijftig dollar
£ 12,50                                  => twaalf pond vijftig
maximaal € 3.000.                        => maximaal drieduizend euro.
vanaf 1 januari 2026 kost het € 77,85 (was € 75,80) => vanaf één januari tweeduizend zesentwintig kost het zevenenzeventig euro vijfentachtig (was vijfenzeventig euro tachtig)

# dates
1 januari 2027                           => één januari tweeduizend zevenentwintig
op 3 maart 2026                          => op drie maart tweeduizend zesentwintig
01-01-2027                               => één januari tweeduizend zevenentwintig
1/1/2027                                 => één januari tweeduizend zevenentwintig
1.1.2026                                 => één januari tweeduizend zesentwintig
5-5-2025                                 => vijf mei tweeduizend vijfentwintig
31-12-1999                               => eenendertig december negentiennegenennegentig
2027-01-01                               => één januari tweeduizend zevenentwintig
2027-01-01T09:00:00+01:00                => één januari tweeduizend zevenentwintig, negen uur 's ochtends
3 mrt. 2026                              => drie maart tweeduizend zesentwintig
12 jan 2026                              => twaalf januari tweeduizend zesentwintig
Op 3 mrt. 2026 om 09.00 uur.             => Op drie maart tweeduizend zesentwintig om negen uur 's ochtends.
uiterlijk vóór 1 okt.                    => uiterlijk vóór één oktober.
Vóór 1 okt. kunt u bellen.               => Vóór één oktober kunt u bellen.
Op 1 jan. Daarna niet meer.              => Op één januari. Daarna niet meer.
1 januari 1985                           => één januari negentienvijfentachtig
29 februari 1900                         => negenentwintig februari negentienhonderd
7 juli 1905                              => zeven juli negentienhonderdvijf
1 mei 2000                               => één mei tweeduizend
1-3 maart 2026                           => één tot en met drie maart tweeduizend zesentwintig
1 t/m 31 januari 2026                    => één tot en met eenendertig januari tweeduizend zesentwintig
1 okt t/m 31 mrt                         => één oktober tot en met eenendertig maart
1-1-2026 t/m 31-12-2026                  => één januari tweeduizend zesentwintig tot en met eenendertig december tweeduizend zesentwintig
31-02-2027                               => eenendertig streepje nul twee streepje tweeduizend zevenentwintig
01-01-27                                 => één januari zevenentwintig
13 november '26                          => dertien november zesentwintig
de jaren '80                             => de jaren tachtig
per 1-7                                  => per één juli
januari 2027                             => januari tweeduizend zevenentwintig
in 1985                                  => in negentienvijfentachtig
sinds 1905, in 2026                      => sinds negentienhonderdvijf, in tweeduizend zesentwintig
bouwjaar 1930                            => bouwjaar negentiendertig
uit 1950                                 => uit negentienhonderdvijftig
Wegenverkeerswet 1994                    => Wegenverkeerswet negentienvierennegentig
de periode 2026-2027                     => de periode tweeduizend zesentwintig tot en met tweeduizend zevenentwintig
schooljaar 2026-2027                     => schooljaar tweeduizend zesentwintig, tweeduizend zevenentwintig
schooljaar 2026/27                       => schooljaar tweeduizend zesentwintig, tweeduizend zevenentwintig
2e kwartaal 2026                         => tweede kwartaal tweeduizend zesentwintig
week 12                                  => week twaalf
maandag 3 maart 2026 om 14.15 uur        => maandag drie maart tweeduizend zesentwintig om kwart over twee 's middags
za 4 april en zo 5 april                 => zaterdag vier april en zondag vijf april
ma t/m vr                                => maandag tot en met vrijdag
Ma-vr gesloten                           => Maandag tot en met vrijdag gesloten
ma, wo en vr van 9.00 tot 12.00 uur      => maandag, woensdag en vrijdag van negen uur 's ochtends tot twaalf uur 's middags
do. 9.00-20.00 uur                       => donderdag van negen uur 's ochtends tot acht uur 's avonds
Dat doen we zo. Daarna niet.             => Dat doen we zo. Daarna niet.
zo 5 dagen                               => zo vijf dagen

# times
09.00 uur                                => negen uur 's ochtends
9 uur                                    => negen uur
13:30 uur                                => half twee 's middags
13:30                                    => half twee 's middags
om 13.30.                                => om half twee 's middags.
8.45 uur                                 => kwart voor negen 's ochtends
8.15 uur                                 => kwart over acht 's ochtends
8.05 uur                                 => vijf over acht 's ochtends
8.10 uur                                 => tien over acht 's ochtends
8.20 uur                                 => tien voor half negen 's ochtends
8.25 uur                                 => vijf voor half negen 's ochtends
8.35 uur                                 => vijf over half negen 's ochtends
8.40 uur                                 => tien over half negen 's ochtends
8.50 uur                                 => tien voor negen 's ochtends
8.55 uur                                 => vijf voor negen 's ochtends
13.37 uur                                => dertien uur zevenendertig
0.30 uur                                 => half één 's nachts
00.00 uur                                => twaalf uur 's nachts
12.00 uur                                => twaalf uur 's middags
24.00 uur                                => twaalf uur 's nachts
23.45 uur                                => kwart voor twaalf 's avonds
om 8.45 u.                               => om kwart voor negen 's ochtends.
9u30                                     => half tien 's ochtends
9.00-12.00 uur                           => van negen uur 's ochtends tot twaalf uur 's middags
13.00-17.00 uur                          => van één uur tot vijf uur 's middags
van 13.00 tot 17.00 uur                  => van één uur tot vijf uur 's middags
tussen 9.00 en 12.00 uur                 => tussen negen uur 's ochtends en twaalf uur 's middags
van 8.30 - 12.30 uur                     => van half negen 's ochtends tot half één 's middags
maandag: 08.30–17.00 uur                 => maandag: van half negen 's ochtends tot vijf uur 's middags
ma-vr: 9:00-12:30                        => maandag tot en met vrijdag: van negen uur 's ochtends tot half één 's middags
van 9 tot 17 uur                         => van negen tot zeventien uur
van 0.00 tot 24.00 uur                   => van twaalf uur 's nachts tot twaalf uur 's nachts
9.00 uur 's avonds                       => negen uur 's avonds
om 9.00 uur in de ochtend                => om negen uur in de ochtend
's avonds om 9.00 uur                    => 's avonds om negen uur
’s nachts om 2.00 uur                    => ’s nachts om twee uur
Op woensdagavond om 19.30 uur.           => Op woensdagavond om half acht.
's avonds van 7.00 tot 9.00 uur          => 's avonds van zeven uur tot negen uur
morgen om 9.00 uur                       => morgen om negen uur 's ochtends
24 uur per dag                           => vierentwintig uur per dag
24/7 bereikbaar                          => vierentwintig uur per dag, zeven dagen per week bereikbaar

# durations and ranges
5 werkdagen                              => vijf werkdagen
1 werkdag                                => één werkdag
binnen 6 weken                           => binnen zes weken
5-10 dagen                               => vijf tot tien dagen
10–12 weken                              => tien tot twaalf weken
10 - 12 weken                            => tien tot twaalf weken
8 à 10 weken                             => acht à tien weken
3-5 werkdagen                            => drie tot vijf werkdagen
0-18 jaar                                => nul tot achttien jaar
pagina 5-10                              => pagina vijf tot en met tien
6 mnd. geldig                            => zes maanden geldig
10 min. lopen                            => tien minuten lopen
1½ jaar                                  => anderhalf jaar
2½ uur                                   => twee en een half uur
½ uur                                    => een half uur
18-jarige                                => achttienjarige
16- en 17-jarigen                        => zestien- en zeventienjarigen
24-uurszorg                              => vierentwintiguurszorg
3-daagse                                 => driedaagse
2-persoonskamer                          => tweepersoonskamer
65-plusser                               => vijfenzestigplusser
65+'ers                                  => vijfenzestigplussers
18+                                      => achttien plus

# phone numbers
Bel 14 0123.                             => Bel één vier, nul één twee drie.
bel 14030                                => bel één vier, nul drie nul
0800 1234                                => nul acht nul nul, één twee drie vier
0800-0432                                => nul acht nul nul, nul vier drie twee
0900-8844 (lokaal tarief)                => nul negen nul nul, acht acht vier vier (lokaal tarief)
0900 1234567                             => nul negen nul nul, één twee drie, vier vijf, zes zeven
06 12345678                              => nul zes, één twee, drie vier, vijf zes, zeven acht
06-12 34 56 78                           => nul zes, één twee, drie vier, vijf zes, zeven acht
(06) 12 34 56 78                         => nul zes, één twee, drie vier, vijf zes, zeven acht
010-2671625                              => nul één nul, twee zes zeven, één zes, twee vijf
(010) 267 16 25                          => nul één nul, twee zes zeven, één zes, twee vijf
0341 474 700                             => nul drie vier één, vier zeven, vier zeven, nul nul
088 - 123 45 67                          => nul acht acht, één twee drie, vier vijf, zes zeven
+31 6 12345678                           => plus drie één, zes, één twee, drie vier, vijf zes, zeven acht
+31 (0)10 267 16 25                      => plus drie één, één nul, twee zes zeven, één zes, twee vijf
0031 10 267 16 25                        => plus drie één, één nul, twee zes zeven, één zes, twee vijf
+32 2 512 34 56                          => plus drie twee, twee, vijf één twee, drie vier, vijf zes
tel. 010 267 16 25                       => telefoon nul één nul, twee zes zeven, één zes, twee vijf
tel.: 14 020                             => telefoon: één vier, nul twee nul
Bel bij spoed direct 112.                => Bel bij spoed direct één één twee.
€ 5 per m2                               => vijf euro per vierkante meter
een AIO-aanvulling                       => een A I O-aanvulling
de SMI                                   => de S M I
Bel 112 of 113.                          => Bel één één twee of één één drie.
een 112-melding                          => een één één twee-melding
112 mensen                               => honderdtwaalf mensen
telefoonnummer 1400                      => telefoonnummer één vier nul nul
Bel 0800 1234 of 06 12345678, vandaag nog. => Bel nul acht nul nul, één twee drie vier of nul zes, één twee, drie vier, vijf zes, zeven acht, vandaag nog.

# codes
1234 AB                                  => één twee drie vier, A B
1234AB Amsterdam                         => één twee drie vier, A B Amsterdam
1234ab                                   => één twee drie vier, A B
postcode 3512                            => postcode drie vijf één twee
in 2026 EU-burgers                       => in tweeduizend zesentwintig E U-burgers
Postbus 20001, 2500 EA Den Haag          => Postbus twee nul nul nul één, twee vijf nul nul, E A Den Haag
K7QF-2M9D-4TXR                           => K zeven Q F, twee M negen D, vier T X R
NL91ABNA0417164300                       => N L negen één, A B N A, nul vier één zeven, één zes vier drie, nul nul
NL91 ABNA 0417 1643 00                   => N L negen één, A B N A, nul vier één zeven, één zes vier drie, nul nul
BSN 123456782                            => B S N één twee drie, vier vijf zes, zeven acht twee
BSN: 1234.56.782                         => B S N: één twee drie vier, vijf zes, zeven acht twee
KvK-nummer 12345678                      => K V K-nummer één twee drie, vier vijf zes, zeven acht
zaaknummer 123456                        => zaaknummer één twee drie, vier vijf zes
zaak Z-2026-00123                        => zaak Z streepje twee nul twee zes streepje nul nul één twee drie
kenteken AB-123-C                        => kenteken A B streepje één twee drie streepje C
GM0344                                   => G M nul drie vier vier
A4                                       => A vier
5G                                       => vijf G
CO₂                                      => C O twee
COVID-19                                 => COVID negentien
kamer B1.04                              => kamer B één punt nul vier
Dorpsstraat 12a                          => Dorpsstraat twaalf a
Richtlijn 2006/24/EG                     => Richtlijn tweeduizend zes schuine streep vierentwintig schuine streep E G
007                                      => nul nul zeven

# articles
artikel 2.43                             => artikel twee punt drieënveertig
artikel 2.125                            => artikel twee punt honderdvijfentwintig
art. 6:7 Awb                             => artikel zes dubbele punt zeven Algemene wet bestuursrecht
artikelen 2.43 en 2.44                   => artikelen twee punt drieënveertig en twee punt vierenveertig
artikel 4:13, eerste lid, Awb            => artikel vier dubbele punt dertien, eerste lid, Algemene wet bestuursrecht
Artikel 7:1a                             => Artikel zeven dubbele punt één a
artikel 8, 9 en 10                       => artikel acht, negen en tien
artikelen 5 t/m 10                       => artikelen vijf tot en met tien
artikel 12a, lid 2, onder b              => artikel twaalf a, lid twee, onder b
art. 2 lid 3                             => artikel twee lid drie
6:13 Awb                                 => zes dubbele punt dertien Algemene wet bestuursrecht
artikel 1:2 BW                           => artikel één dubbele punt twee Burgerlijk Wetboek
artikel 5 e.v. van de APV                => artikel vijf en volgende van de A P V
paragraaf 3.2                            => paragraaf drie punt twee
§ 3.2                                    => paragraaf drie punt twee
§§ 2 en 3                                => paragrafen twee en drie
bijlage 3                                => bijlage drie
versie 1.2.3                             => versie één punt twee punt drie

# percentages, ordinals, units
19%                                      => negentien procent
2,5 %                                    => twee komma vijf procent
0,05%                                    => nul komma nul vijf procent
50-100%                                  => vijftig tot honderd procent
-10%                                     => min tien procent
1e, 2de, 3e en 8ste                      => eerste, tweede, derde en achtste
21e                                      => eenentwintigste
100e                                     => honderdste
1000ste                                  => duizendste
1e Kamer                                 => eerste Kamer
5 km                                     => vijf kilometer
10 m²                                    => tien vierkante meter
25 m³                                    => vijfentwintig kubieke meter
100 m2                                   => honderd vierkante meter
3,5 cm                                   => drie komma vijf centimeter
5 kg                                     => vijf kilo
1 l                                      => één liter
35 x 45 mm                               => vijfendertig bij vijfenveertig millimeter
3,5 x 4,5 cm                             => drie komma vijf bij vier komma vijf centimeter
50 km/u                                  => vijftig kilometer per uur
590/km²                                  => vijfhonderdnegentig per vierkante kilometer
3.500 inw./km²                           => drieduizend vijfhonderd inwoners per vierkante kilometer
per km en per m²                         => per kilometer en per vierkante meter
120 kB                                   => honderdtwintig kilobyte
20 °C                                    => twintig graden Celsius
-5°C                                     => min vijf graden Celsius
2x per week                              => twee keer per week
4x4                                      => vier keer vier
schaal 1:1000                            => schaal één op duizend

# numbers
1                                        => één
21                                       => eenentwintig
101                                      => honderdeen
1.000                                    => duizend
1250 inwoners                            => twaalfhonderdvijftig inwoners
2000 inwoners                            => tweeduizend inwoners
12.345                                   => twaalfduizend driehonderdvijfenveertig
10 000                                   => tienduizend
1.250,50                                 => twaalfhonderdvijftig komma vijftig
2,25                                     => twee komma vijfentwintig
3,125                                    => drie komma één twee vijf
0,05                                     => nul komma nul vijf
2.5                                      => twee punt vijf
-5 graden                                => min vijf graden
1,2,3                                    => één, twee, drie
1/3 deel                                 => een derde deel
1/2 jaar                                 => een half jaar
groep 1/2                                => groep één schuine streep twee
1 op de 5                                => één op de vijf
1-op-1                                   => één-op-één
1.000.000                                => één miljoen
12.345.678                               => twaalf miljoen driehonderdvijfenveertigduizend zeshonderdachtenzeventig
12345678901234567890                     => één twee drie, vier vijf zes, zeven acht negen, nul één twee, drie vier vijf, zes zeven acht, negen nul
1. Ga naar de balie.                     => één. Ga naar de balie.

# web and mail
info@gemeente.nl                         => info apenstaartje gemeente punt N L
Mail naar kcc@gemeente.nl!               => Mail naar K C C apenstaartje gemeente punt N L!
j.de-vries_1@sub.gemeente.nl             => J punt de streepje vries laag streepje één apenstaartje sub punt gemeente punt N L
https://www.gemeente.nl/afspraak-maken.  => W W W punt gemeente punt N L, schuine streep afspraak streepje maken.
www.rdw.nl                               => W W W punt R D W punt N L
Kijk op rijksoverheid.nl.                => Kijk op rijksoverheid punt N L.
(www.digid.nl)                           => (W W W punt digid punt N L)
mijn.overheid.nl/wmo2015?x=1             => mijn punt overheid punt N L, schuine streep W M O twee nul één vijf vraagteken X is-teken één
www.gemeente.nl/paspoort/                => W W W punt gemeente punt N L, schuine streep paspoort

# abbreviations
uw BSN                                   => uw B S N
BSN-nummer                               => B S N-nummer
Wmo 2015                                 => W M O tweeduizend vijftien
Log in met DigiD.                        => Log in met DigiD.
WOZ-waarde                               => WOZ-waarde
UWV, SVB, RDW, BRP, IND en KvK           => U W V, S V B, R D W, B R P, I N D en K V K
een ID-kaart                             => een I D-kaart
id-kaart en ov-chipkaart                 => I D-kaart en O V-chipkaart
de APV en de AVG                         => de A P V en de A V G
vve's                                    => V V E's
m.b.t. uw vraag                          => met betrekking tot uw vraag
I.v.m. de feestdagen                     => In verband met de feestdagen
t/m vrijdag                              => tot en met vrijdag
bijv. Amsterdam                          => bijvoorbeeld Amsterdam
d.w.z. dat                               => dat wil zeggen dat
papier, glas e.d.                        => papier, glas en dergelijke.
papier, glas e.d. Daarna                 => papier, glas en dergelijke. Daarna
brood enz. en melk                       => brood enzovoort en melk
o.a. glas                                => onder andere glas
a.u.b. bellen                            => alstublieft bellen
Wilt u bellen a.u.b.                     => Wilt u bellen alstublieft.
nr. 5                                    => nummer vijf
nr 12                                    => nummer twaalf
t.a.v. afdeling Burgerzaken              => ter attentie van afdeling Burgerzaken
t.a.v. het college                       => ten aanzien van het college
t.n.v. Gemeente Voorbeeld o.v.v. uw kenmerk => ten name van Gemeente Voorbeeld onder vermelding van uw kenmerk
dhr. Jansen en mevr. de Boer             => de heer Jansen en mevrouw de Boer
De Zon B.V. en De Maan N.V.              => De Zon B V en De Maan N V
max. 5 stuks, min. 3                     => maximaal vijf stuks, minimaal drie
Wij zijn met Max. Daarna                 => Wij zijn met Max. Daarna
M.N. Jansen                              => M.N. Jansen
incl. btw                                => inclusief btw
n.v.t.                                   => niet van toepassing.
maandag a.s. sluiten wij                 => maandag aanstaande sluiten wij
het OM                                   => het O M
hij/zij en/of ja/nee                     => hij of zij en of ja of nee
m/v                                      => man of vrouw
PDF/A                                    => P D F schuine streep A
TV/film                                  => T V of film
B&W                                      => B en W
jong & oud                               => jong en oud
5 + 3 = 8                                => vijf plus drie is acht
≥ 18 jaar                                => minstens achttien jaar
<18 jaar                                 => minder dan achttien jaar
IV, XIV en III                           => IV, XIV en III
Koning Willem III                        => Koning Willem III
NAVO en LET OP                           => NAVO en LET OP

# whole sentences
Een uittreksel kost € 17,10 aan de balie en € 14,- via internet (2026). => Een uittreksel kost zeventien euro tien aan de balie en veertien euro via internet (tweeduizend zesentwintig).
Bel 14 0123 (ma. t/m vr. 8.30-17.00 uur, do. tot 20.00 uur). => Bel één vier, nul één twee drie (maandag tot en met vrijdag van half negen 's ochtends tot vijf uur 's middags, donderdag tot acht uur 's avonds).
U betaalt 5% van € 1.250,50, d.w.z. € 62,53. => U betaalt vijf procent van twaalfhonderdvijftig euro vijftig, dat wil zeggen tweeënzestig euro drieënvijftig.
De beslistermijn is 8 weken (art. 4:13 Awb). => De beslistermijn is acht weken (artikel vier dubbele punt dertien Algemene wet bestuursrecht).
Maak uiterlijk 1 okt. 2026 bezwaar bij B&W, Postbus 1, 1234 AB Zonnedael. => Maak uiterlijk één oktober tweeduizend zesentwintig bezwaar bij B en W, Postbus één, één twee drie vier, A B Zonnedael.
U krijgt binnen 24 uur antwoord via mijn.zonnedael.nl/zaken. => U krijgt binnen vierentwintig uur antwoord via mijn punt zonnedael punt N L, schuine streep zaken.
Uw antwoordcode is K7QF-2M9D-4TXR.       => Uw antwoordcode is K zeven Q F, twee M negen D, vier T X R.
Kinderen tot 12 jaar: € 0,00; 12-18 jaar: € 20,50 p.p. => Kinderen tot twaalf jaar: nul euro; twaalf tot achttien jaar: twintig euro vijftig per persoon.
Het tarief (artikel 1.2.3 van de tarieventabel) is € 86,85. => Het tarief (artikel één punt twee punt drie van de tarieventabel) is zesentachtig euro vijfentachtig.
Kom naar Stadhuisplein 1, 2e verdieping, balie 3. => Kom naar Stadhuisplein één, tweede verdieping, balie drie.
Lever 2 pasfoto's (35 x 45 mm) in, max. 6 mnd. oud. => Lever twee pasfoto's (vijfendertig bij vijfenveertig millimeter) in, maximaal zes maanden oud.
Open: ma 9.00-12.00 en 13.00-17.00 uur, wo 9.00-20.00 uur, zo. gesloten. => Open: maandag van negen uur 's ochtends tot twaalf uur 's middags en van één uur tot vijf uur 's middags, woensdag van negen uur 's ochtends tot acht uur 's avonds, zondag gesloten.
maandag: 9.00 - 12.00, dinsdag: 13.00 - 17.00 => maandag: van negen uur 's ochtends tot twaalf uur 's middags, dinsdag: van één uur tot vijf uur 's middags
Vanaf 1-1-2027 geldt: 1e paspoort € 77,85; 2e paspoort € 77,85. => Vanaf één januari tweeduizend zevenentwintig geldt: eerste paspoort zevenenzeventig euro vijfentachtig; tweede paspoort zevenenzeventig euro vijfentachtig.
Bellen vanuit het buitenland: +31 123 456 789. => Bellen vanuit het buitenland: plus drie één, één twee drie, vier vijf, zes zeven, acht negen.
zo. gesloten                             => zondag gesloten
"""
)
# Cases whose signs would not survive in the table above: fixed and thin spaces, line ends.
UNUSUAL = [
    ("fixed space in an amount", "€\u00a086,85", "zesentachtig euro vijfentachtig"),
    ("fixed space groups thousands", "12\u00a0500 inwoners", "twaalfduizend vijfhonderd inwoners"),
    ("thin space groups thousands", "€ 1\u2009250", "twaalfhonderdvijftig euro"),
    ("minus sign", "\u22125 °C", "min vijf graden Celsius"),
    ("footnote mark", "per jaar¹", "per jaar één"),
    ("digits of another script", "\u0663 dagen", "drie dagen"),
    ("two lines", "papier e.d.\nBel 14 0123.", "papier en dergelijke.\nBel één vier, nul één twee drie."),
    ("empty", "", ""),
    ("only spaces", "  ", "  "),
]


@pytest.mark.parametrize(("written", "spoken"), [(case.written, case.spoken) for case in CASES], ids=str)
def test_dutch(written: str, spoken: str) -> None:
    assert speak(written) == spoken


@pytest.mark.parametrize(("written", "spoken"), [case[1:] for case in UNUSUAL], ids=[case[0] for case in UNUSUAL])
def test_dutch_unusual_signs(written: str, spoken: str) -> None:
    assert speak(written) == spoken


@pytest.mark.parametrize("spoken", sorted({case.spoken for case in CASES}))
def test_saying_what_is_said_changes_nothing(spoken: str) -> None:
    assert speak(spoken) == spoken


@pytest.mark.parametrize("spoken", sorted({case.spoken for case in CASES}))
def test_no_figure_is_left(spoken: str) -> None:
    assert not any(sign.isnumeric() for sign in spoken)


def test_the_table_is_wide() -> None:
    assert len(CASES) >= 180
    assert len({case.written for case in CASES}) == len(CASES)


@pytest.mark.parametrize("language", ["nl", "NL", "nl-NL", "nl-x-a2"])
def test_every_dutch_tag_speaks_dutch(language: str) -> None:
    assert speak("€ 15", language) == "vijftien euro"


@pytest.mark.parametrize("language", ["de", "uk", "ar-SY", "fy", ""])
def test_another_language_is_left_alone(language: str) -> None:
    text = "Das kostet € 86,85 am 1. Januar 2027, Tel. 14 0123."
    assert speak(text, language) == text
