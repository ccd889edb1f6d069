using Shared.Hosting.Ui;

namespace Shared.Tests.Ui;

public sealed class PageBudgetTests
{
    [Test]
    public void The_script_stays_within_ten_kilobytes() => Assert.That(UiAssets.Size("app.js"), Is.LessThanOrEqualTo(10 * 1024));

    [Test]
    public void A_first_page_leaves_half_of_its_hundred_kilobytes_for_its_own_words() =>
        Assert.That(UiAssets.Size("app.css") + UiAssets.Size("app.js") + UiAssets.Size("icons.svg") + UiAssets.Size("mark-hub.svg"), Is.LessThan(50 * 1024));

    [Test]
    public void Nothing_inline_and_nothing_from_elsewhere_may_run()
    {
        Assert.That(UiHosting.ContentSecurityPolicy, Does.StartWith("default-src 'none'"));
        Assert.That(UiHosting.ContentSecurityPolicy, Does.Not.Contain("unsafe-").And.Not.Contain("*").And.Not.Contain("http"));
    }

    [TestCase("/consults?tab=open", true)]
    [TestCase("/", true)]
    [TestCase("//elsewhere.example", false)]
    [TestCase("/\\elsewhere.example", false)]
    [TestCase("https://elsewhere.example", false)]
    [TestCase("consults", false)]
    [TestCase("/a\nb", false)]
    [TestCase(null, false)]
    public void Changing_the_language_leads_only_back_into_this_site(string? to, bool local) => Assert.That(UiHosting.IsLocal(to), Is.EqualTo(local));

    [Test]
    public void The_same_field_has_the_same_id_everywhere() => Assert.That(FieldId.For("lines[0].Dose"), Is.EqualTo("f-lines-0--dose"));
}
