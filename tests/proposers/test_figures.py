"""Numbers and what belongs to them."""

from __future__ import annotations

import pytest

from cleantext.proposers.figures import Figures
from tests.proposers.proposals import repairs, rules

AMONG = [
    ("It cost € 1 ,2 billion.", "figure-spaced", "It cost €1.2 billion."),
    ("Some 12, 000 left.", "figure-spaced", "Some 12,000 left."),
    ("It was built in 18 71 by two men.", "figure-spaced", "It was built in 1871 by two men."),
    ("It carries 90 000 barrels.", "figure-spaced", "It carries 90,000 barrels."),
    ("Wait 8 - 10 minutes.", "figure-spaced", "Wait 8–10 minutes."),
    ("It grew by 1,2 percent.", "figure-foreign-mark", "It grew by 1.2 percent."),
    ("It has 2.500 seats.", "figure-foreign-mark", "It has 2,500 seats."),
    ("It costs 6,-€ now.", "figure-currency", "It costs €6 now."),
    ("It costs 399 $.", "figure-currency", "It costs $399."),
    ("Traces in %90 of them.", "figure-percent", "Traces in 90% of them."),
    ("It lasts 23minutes.", "figure-glued", "It lasts 23 minutes."),
    ("See Section2 below.", "figure-glued", "See Section 2 below."),
    ("He swam 2 km kilometers.", "figure-unit-twice", "He swam 2 km."),
    ("He swam 2 km kilometers.", "figure-unit-twice", "He swam 2 kilometers."),
    ("It closed in the 1960 years.", "figure-year", "It closed in the 1960s."),
    ("It opens in 2027 year.", "figure-year", "It opens in 2027."),
    ("Ada, a 54 years old nurse, left.", "figure-year", "Ada, a 54-year-old nurse, left."),
    ("They sold 1.2 ten thousand bags.", "figure-myriad", "They sold 12,000 bags."),
    ("It earned 24.7 hundred million yen last year.", "figure-myriad", "It earned 2.47 billion yen last year."),
    ("It cost 180 million 500 thousand.", "figure-myriad", "It cost 180.5 million."),
    ("She lost 74 chapter.", "figure-singular", "She lost 74 chapters."),
    ("It is 340 kilometer away.", "figure-singular", "It is 340 kilometers away."),
    ("It is from the 17 century.", "figure-ordinal", "It is from the 17th century."),
    ("They meet at 11: 00 a.m. now.", "figure-time", "They meet at 11:00 a.m. now."),
    ("It stood at 2 C° then.", "figure-degree", "It stood at 2 °C then."),
    ("It opened on 12. March then.", "figure-day", "It opened on 12 March then."),
    ("They raised 11 8.6 tons.", "figure-spaced", "They raised 118.6 tons."),
    ("It pays Rs 26, 9 80 now.", "figure-spaced", "It pays Rs 26,980 now."),
    ("The room has 4 12seats.", "figure-spaced", "The room has 412 seats."),
    ("It cost 310.000 euro.", "figure-foreign-mark", "It cost €310,000."),
    ("It cost 2,4 billion dinar.", "figure-foreign-mark", "It cost 2.4 billion dinars."),
    ("Pay R$ 8,25 here.", "figure-foreign-mark", "Pay R$8.25 here."),
    ("It costs 1.75$ now.", "figure-currency", "It costs $1.75 now."),
    ("Some 6 thousand. people left.", "figure-singular", "Some 6,000 people left."),
    ("It earned 16 trillion 500 thousand million pesos.", "figure-myriad", "It earned 16.5 trillion pesos."),
    ("They sold 62 thousand 500 bags.", "figure-myriad", "They sold 62,500 bags."),
    ("It is from the middle of XIX century.", "figure-ordinal", "It is from the middle of the 19th century."),
    ("It begins on 20-th August.", "figure-ordinal", "It begins on 20 August."),
    ("It ran from 1786 to 1930 years.", "figure-year", "It ran from 1786 to 1930."),
    ("They won it (2016r.) twice.", "figure-year", "They won it (2016) twice."),
    ("A new shop opened in Reiwa 7.", "figure-year", "A new shop opened in 2025."),
    ("Invite 5 persons of student.", "figure-counter", "Invite 5 students."),
    ("They pump 300 million meter cube.", "figure-counter", "They pump 300 million cubic meters."),
    ("The bridge is length 86 m.", "figure-measure", "The bridge is 86 m long."),
    ("It is 0.4000000001 miles away.", "figure-float", "It is 0.4 miles away."),
    ("On l4 March they left.", "figure-letter", "On 14 March they left."),
    ("Boats leave at 09.00 and 18,30 o’clock.", "figure-time", "Boats leave at 09:00 and 18:30."),
    ("Debrecen, 1961. March 4.", "figure-day", "Debrecen, March 4, 1961"),
    ("They lost five millions in May.", "figure-myriad", "They lost five million in May."),
    ("It cost 5 millions of euros.", "figure-myriad", "It cost 5 million euros."),
    ("The tour lasts three and half hours.", "figure-myriad", "The tour lasts three and a half hours."),
    ("It cost $5 million dollars.", "figure-unit-twice", "It cost $5 million."),
    ("It lasts between 5 to 10 days.", "figure-range", "It lasts between 5 and 10 days."),
    ("Two third of them left, two third of 9.", "figure-ordinal", "Two third of them left, two-thirds of 9."),
    ("It opens at 15:30 p.m. now.", "figure-time", "It opens at 3:30 p.m. now."),
    ("It has 3'500 seats.", "figure-spaced", "It has 3,500 seats."),
    ("It was built in IS62 by two men.", "figure-letter", "It was built in 1862 by two men."),
    ("It closed in the 198Os.", "figure-letter", "It closed in the 1980s."),
    ("It opened in 2O14.", "figure-letter", "It opened in 2014."),
    ("The 3lst show was the last.", "figure-letter", "The 31st show was the last."),
    ("They paid £25,OOO for it.", "figure-letter", "They paid £25,000 for it."),
    ("They paid £B30 for it.", "figure-letter", "They paid £830 for it."),
    ("They paid £ l.5 million for it.", "figure-letter", "They paid £1.5 million for it."),
    ("Some S2 per cent stayed for 7S hours.", "figure-letter", "Some 52 per cent stayed for 7S hours."),
    ("Some S2 per cent stayed for 7S hours.", "figure-letter", "Some S2 per cent stayed for 78 hours."),
    ("Some S2 per cent stayed for 7S hours.", "figure-letter", "Some S2 per cent stayed for 75 hours."),
    ("Bake it at 22O°C first.", "figure-letter", "Bake it at 220°C first."),
    ("It stands 2l metres high.", "figure-letter", "It stands 21 metres high."),
    ("They made lO7 for six.", "figure-letter", "They made 107 for six."),
    ("It lost 3,O12 of them.", "figure-letter", "It lost 3,012 of them."),
    ("The gap is 0.OO3 wide.", "figure-letter", "The gap is 0.003 wide."),
    ("It was more than 6S then.", "figure-letter", "It was more than 68 then."),
    ("He counted 34O then.", "figure-letter", "He counted 340 then."),
    ("He bought 2J tons of it.", "figure-letter", "He bought 2½ tons of it."),
    ("He paid Rs 7,00.0 for it.", "figure-foreign-mark", "He paid Rs 7,000 for it."),
    ("Some 36,00,0 people came.", "figure-foreign-mark", "Some 36,000 people came."),
    ("Of 2,4.1,000 voters half came.", "figure-foreign-mark", "Of 241,000 voters half came."),
    ("Of 2,4.1,000 voters half came.", "figure-foreign-mark", "Of 2,41,000 voters half came."),
    ("Some 47,0000 people came.", "figure-foreign-mark", "Some 470,000 people came."),
    ("It cost 6.2.5 million.", "figure-foreign-mark", "It cost 6.25 million."),
    ("It took 8.2.5 crore.", "figure-foreign-mark", "It took 8.25 crore."),
    ("It cost $3.4.15 each.", "figure-foreign-mark", "It cost $34.15 each."),
    ("It cost €7.5,0 each.", "figure-foreign-mark", "It cost €7.50 each."),
    ("It cost £3..50 each.", "figure-foreign-mark", "It cost £3.50 each."),
    ("More than 7 0 0 0 0 people came.", "figure-spaced", "More than 70,000 people came."),
    ("They close on 31March.", "figure-glued", "They close on 31 March."),
    ("They closed in March2019.", "figure-glued", "They closed in March 2019."),
    ("A tree fell at kilometre44.", "figure-glued", "A tree fell at kilometre 44."),
    ("Wait for 9day.", "figure-glued", "Wait for 9 days."),
    ("A 90day trial ran.", "figure-glued", "A 90-day trial ran."),
    ("They left in 2016Next came rain.", "figure-glued", "They left in 2016. Next came rain."),
    ("They sold 1,250The rest stayed.", "figure-glued", "They sold 1,250. The rest stayed."),
    ("It goes 8km / hour uphill.", "figure-spaced", "It goes 8 km/h uphill."),
    ("It holds 0.7mmol / L now.", "figure-spaced", "It holds 0.7 mmol/L now."),
    ("It holds 20000mah now.", "figure-glued", "It holds 20,000 mAh now."),
    ("It runs at 2.6ghz now.", "figure-glued", "It runs at 2.6 GHz now."),
    ("It holds 512 G B now.", "figure-spaced", "It holds 512 GB now."),
    ("It needs 3 kW h a day.", "figure-spaced", "It needs 3 kWh a day."),
    ("It measures 31 X 17X 8CM.", "figure-spaced", "It measures 31 x 17 x 8 cm."),
]
QUIET = [
    "In 2010, 300 people paid $1,200.50 at 10:30 a.m. on May 5, 1999.",
    "It rose 2.5% to 3.1 million in the 1990s, from No. 10 to 12.",
    "On days 57, 85, 113, 141 and 169 it rose to 6.15 g, or 1.08 million tons, on the 18th and 19th.",
    "They meet on the 9th of March.",
    "A two-day, 30-mile walk cost 5 percent of £1.365 billion.",
    "A 4S phone and an S3 bucket need B12, O2, SO2 and 18O; take the I5 to BS1 5TR.",
    "It cost $5B, or €3B, for 5l of oil and a 2l jug.",
    "Version 3.7.5 of 12.05.2019 runs at 10.0.0.1 (see 4.2.1), for Rs 1,62,000.",
    "Items 10,20,30 and 1,2,3 cost $12,345.67.",
    "A 3bed flat in Kent, with the isotope 17O in it, was let.",
    "A 10 x 8 print, a 4 × 400 m relay, base64, mp3 and 3D came at 5 m/s.",
    "It has 256 GB, 3 kWh, 2.4 GHz and 5,000 mAh.",
]


@pytest.mark.parametrize(("text", "rule", "repaired"), AMONG)
def test_one_of_the_repairs(text: str, rule: str, repaired: str) -> None:
    assert repaired in repairs(Figures(), text, rule)


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert rules(Figures(), text) == set()


def test_a_number_may_have_more_digits_than_python_reads() -> None:
    assert "figure-glued" in rules(Figures(), f"{'1' * 5_000}mah")
