"""The stories of the demonstration accuse only those whom the reports hold answerable."""

from workbench.demo.stories import STORIES


def test_the_company_whose_name_was_used_is_accused_of_nothing() -> None:
    """In the reported case it was a third party that had claimed nothing."""
    told = [story for story in STORIES if story.slug.startswith("debt-as-")]
    assert len(told) == 2
    for story in told:
        assert {one.role for one in story.respondents} == {"content_provider", "service_provider"}
        assert not any("资产" in one.name for one in story.respondents)
        assert "我不投诉它" in story.story
