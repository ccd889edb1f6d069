using System.Globalization;
using Shared.Hosting.Ui;

namespace Shared.Tests.Ui;

public sealed class FormatTests
{
    // Monday 23/11/2026, 10:35 am in India.
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 5, 5, 0, TimeSpan.Zero);

    private CultureInfo _before = null!;

    [SetUp]
    public void Begin_in_english()
    {
        _before = CultureInfo.CurrentUICulture;
        Texts.Load(strict: true);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
    }

    [TearDown]
    public void Restore_the_language() => CultureInfo.CurrentUICulture = _before;

    private static void InHindi() => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("hi");

    [Test]
    public void Moments_are_written_in_indian_time_on_a_twelve_hour_clock()
    {
        Assert.That(Format.DateTime(Now), Is.EqualTo("23/11/2026, 10:35 am"));
        Assert.That(Format.Time(new TimeOnly(0, 5)), Is.EqualTo("12:05 am"));
        Assert.That(Format.Time(new TimeOnly(12, 0)), Is.EqualTo("12:00 pm"));
    }

    [Test]
    public void The_day_turns_at_indian_midnight() =>
        Assert.That(Format.Date(new DateTimeOffset(2026, 11, 23, 18, 30, 0, TimeSpan.Zero)), Is.EqualTo("24/11/2026"));

    [TestCase(4, "सुबह 4:00 बजे")]
    [TestCase(10, "सुबह 10:00 बजे")]
    [TestCase(13, "दोपहर 1:00 बजे")]
    [TestCase(17, "शाम 5:00 बजे")]
    [TestCase(21, "रात 9:00 बजे")]
    [TestCase(0, "रात 12:00 बजे")]
    public void Hindi_says_the_part_of_the_day(int hour, string said)
    {
        InHindi();
        Assert.That(Format.Time(new TimeOnly(hour, 0)), Is.EqualTo(said));
    }

    [Test]
    public void A_near_moment_is_told_by_its_day()
    {
        Assert.That(Format.Relative(Now, Now), Is.EqualTo("today 10:35 am"));
        Assert.That(Format.Relative(Now.AddDays(-2), Now), Is.EqualTo("Saturday 10:35 am"));
        Assert.That(Format.Relative(Now.AddDays(7), Now), Is.EqualTo("30/11/2026, 10:35 am"));

        InHindi();
        Assert.That(Format.Relative(Now.AddDays(-2), Now), Is.EqualTo("शनिवार सुबह 10:35 बजे"));
    }

    [TestCase(0, "0")]
    [TestCase(999, "999")]
    [TestCase(134862, "1,34,862")]
    [TestCase(13411325, "1,34,11,325")]
    [TestCase(-134862, "-1,34,862")]
    public void Figures_are_grouped_the_indian_way(long number, string written) => Assert.That(Format.Number(number), Is.EqualTo(written));

    [Test]
    public void A_decimal_keeps_its_own_decimals_and_no_more()
    {
        Assert.That(Format.Number(38.60m), Is.EqualTo("38.6"));
        Assert.That(Format.Number(40m), Is.EqualTo("40"));
        Assert.That(Format.Number(134862.5m, 2), Is.EqualTo("1,34,862.50"));
        Assert.That(Format.Share(1, 0), Is.EqualTo("–"));
        Assert.That(Format.Share(935, 1000), Is.EqualTo("93.5 %"));
    }

    [Test]
    public void Spans_are_written_in_the_two_largest_units()
    {
        Assert.That(Format.Duration(TimeSpan.FromMinutes(81)), Is.EqualTo("1 h 21 min"));
        Assert.That(Format.Duration(TimeSpan.FromMinutes(120)), Is.EqualTo("2 h"));
        Assert.That(Format.Duration(TimeSpan.FromHours(49.5)), Is.EqualTo("2 days 1 h"));
        Assert.That(Format.Duration(TimeSpan.FromSeconds(20)), Is.EqualTo("less than a minute"));

        InHindi();
        Assert.That(Format.Duration(TimeSpan.FromMinutes(81)), Is.EqualTo("1 घंटा 21 मिनट"));
    }
}
