"""How an agreement is read: articles with their names, room for the pen where a blank stands alone."""

from coordination.agreements.rules import Article, Kind, Part, articles, with_gaps


def test_a_blank_alone_is_room_to_write_and_the_rest_are_words():
    (article,) = articles("3. Co udělá organizace. {kroky}. Řekne předem, co neumí.")
    assert article == Article("3. Co udělá organizace", (Part(Kind.LINES), Part(Kind.WORDS, "Řekne předem, co neumí.")))


def test_a_row_of_labels_is_a_list_of_them():
    (article,) = articles("5. Kdy. Návštěvy: {jak často, kde}. Cena: {cena}.")
    assert [(part.kind, part.label, part.words) for part in article.parts] == [
        (Kind.LABELLED, "Návštěvy", "{jak často, kde}"), (Kind.LABELLED, "Cena", "{cena}"),
    ]  # fmt: skip


def test_the_closing_sentence_has_no_heading():
    (closing,) = articles("\nDohoda má dvě vyhotovení. Úřad není stranou.\n")
    assert closing == Article("", (Part(Kind.WORDS, "Dohoda má dvě vyhotovení. Úřad není stranou."),))


def test_a_blank_among_words_becomes_a_gap():
    assert with_gaps("Stížnost přijme {stížnost}, odpovíme do {lhůta}.", "…") == "Stížnost přijme …, odpovíme do …."
