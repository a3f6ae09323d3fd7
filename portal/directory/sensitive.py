"""Matters that the law and good manners protect: recognised by their words; pure.

Rough on purpose: a question too many costs a tick, a line too many costs trust.
"""

import re

from portal.kernel.words import N_

# A star stands for any ending, an underscore for a space.
_WORDS = {
    N_("This sounds like a matter of health. We write that down only with a yes from {name}."): """
        health ill illness* sick sickness disease* cancer chemo* tumor tumour diabet* epilep* asthma* allerg* pregnan* miscarr*
        ivf depress* anxiety burnout burn-out autis* adhd bipolar therap* psychiatr* medicat* surgery operation hospital* doctor*
        diagnos* disab* wheelchair deaf blind hearing_aid* hiv addict* alcohol* sober rehab
    """,
    N_("This sounds like a matter of faith. We write that down only with a yes from {name}."): """
        religio* christian* catholic* protestant* orthodox muslim* islam* jew jews jewish hindu* buddhis* sikh* atheis* church
        mosque synagogue temple ramadan sabbath pray* priest imam rabbi faith
    """,
    N_("This sounds like a matter of politics. We write that down only with a yes from {name}."): """
        politic* vote votes voted voting tory tories labour_party conservative_party socialis* communis* fascis* far_right
        far_left far-right far-left brexit* republican* democrat democrats
    """,
    N_("This sounds like a matter of a trade union. We write that down only with a yes from {name}."): """
        trade_union* labor_union* union_member* union_rep* union_official* unionis* unioniz* shop_steward*
    """,
    N_("This sounds like a matter of private life. We write that down only with a yes from {name}."): """
        sexual* sexuality gay lesbian bisexual queer trans transgender lgbt* affair divorc* dating came_out
    """,
    N_("This sounds like a matter of money trouble. We write that down only with a yes from {name}."): """
        debt debts bankrupt* insolven* broke arrears overdrawn bailiff* money_trouble* money_worr* behind_on_rent
        behind_on_the_rent cannot_pay can't_pay can’t_pay laid_off made_redundant
    """,
}


def _pattern(words: str) -> re.Pattern[str]:
    either = "|".join(re.escape(word).replace(r"\*", r"\w*").replace("_", r"\s+") for word in words.split())
    return re.compile(rf"\b(?:{either})\b", re.IGNORECASE)


_RECOGNISED = tuple((sentence, _pattern(words)) for sentence, words in _WORDS.items())


def sensitive_matter(text: str) -> str | None:
    """The sentence that asks for the member's yes, if this sounds like something that needs it."""
    return next((sentence for sentence, words in _RECOGNISED if words.search(text)), None)
