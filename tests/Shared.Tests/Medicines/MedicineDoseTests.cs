using Shared.Contracts.Advice;
using Shared.Contracts.Medicines;

namespace Shared.Tests.Medicines;

public sealed class MedicineDoseTests
{
    private static MedicineLine Line(string dose, string frequency = "OD", int? days = 5, string form = "tablet", string strength = "500 mg") =>
        new() { Name = "paracetamol", Form = form, Strength = strength, Dose = dose, Frequency = frequency, DurationDays = days };

    // dose × frequency × days
    [TestCase("OD", 5, 10)]
    [TestCase("HS", 5, 10)]
    [TestCase("BD", 5, 20)]
    [TestCase("Q12H", 5, 20)]
    [TestCase("TDS", 5, 30)]
    [TestCase("Q8H", 5, 30)]
    [TestCase("QID", 5, 40)]
    [TestCase("Q6H", 5, 40)]
    [TestCase("Q4H", 5, 60)]
    [TestCase("STAT", 1, 2)]
    [TestCase("EOD", 5, 6)]
    [TestCase("EOD", 6, 6)]
    [TestCase("OW", 7, 2)]
    [TestCase("OW", 8, 4)]
    [TestCase("OM", 30, 2)]
    [TestCase("OM", 31, 4)]
    [TestCase("SOS", 5, null)]
    [TestCase("", 5, null)]
    public void Two_tablets_come_to(string frequency, int days, int? quantity) =>
        Assert.That(MedicineDose.Quantity(Line("2 tablets", frequency, days)), Is.EqualTo((decimal?)quantity));

    [TestCase("1 tablet", "tablet", 15)]
    [TestCase("1", "tablet", 15)]
    [TestCase("1", "dispersible tablet", 15)]
    [TestCase("1", "syrup", null)]
    [TestCase("½ tablet", "tablet", 8)]
    [TestCase("1/2 tablet", "tablet", 8)]
    [TestCase("1½ tablets", "tablet", 23)]
    [TestCase("0.5", "tablet", 8)]
    [TestCase("2 capsules", "capsule", 30)]
    [TestCase("1 गोली", "tablet", 15)]
    [TestCase("5 ml", "syrup", null)]
    [TestCase("1-2 tablets", "tablet", null)]
    [TestCase("500 mg", "tablet", null)]
    [TestCase("apply", "cream", null)]
    [TestCase("0", "tablet", null)]
    [TestCase("1/0", "tablet", null)]
    [TestCase("", "tablet", null)]
    [TestCase("one", "tablet", null)]
    public void Only_what_is_counted_has_a_quantity_and_it_is_a_whole_one(string dose, string form, int? quantity) =>
        Assert.That(MedicineDose.Quantity(Line(dose, "TDS", 5, form)), Is.EqualTo((decimal?)quantity));

    [Test]
    public void Without_days_there_is_none() => Assert.That(MedicineDose.Quantity(Line("1 tablet", days: null)), Is.Null);

    [Test]
    public void A_coded_dose_counts_before_words() =>
        Assert.That(MedicineDose.Quantity(Line("one tablet") with { Amount = 1, Unit = "tablet" }), Is.EqualTo(5));

    [TestCase("1 tablet", "tablet", "500 mg", 500)]
    [TestCase("2", "capsule", "0.4 mg", 0.8)]
    [TestCase("1 tablet", "tablet", "50 mcg", 0.05)]
    [TestCase("1 tablet", "tablet", "500 mg + 125 mg", 500)]
    [TestCase("5 ml", "syrup", "125 mg/5 ml", 125)]
    [TestCase("10 ml", "syrup", "200 mg + 40 mg/5 ml", 400)]
    [TestCase("1 ml", "drops", "100 mg/ml", 100)]
    [TestCase("2 puffs", "inhaler", "100 mcg/puff", 0.2)]
    [TestCase("1 g", "tablet", "500 mg", 1000)]
    [TestCase("5 ml", "syrup", "5%", null)]
    [TestCase("1", "sachet", "60000 IU", null)]
    [TestCase("1 tablet", "syrup", "125 mg/5 ml", null)]
    [TestCase("5 ml", "tablet", "500 mg", null)]
    [TestCase("apply", "cream", "1%", null)]
    public void A_dose_in_mg_where_it_can_be_told(string dose, string form, string strength, double? mg) =>
        Assert.That(MedicineDose.Mg(Line(dose, form: form, strength: strength)), Is.EqualTo((decimal?)mg));
}
