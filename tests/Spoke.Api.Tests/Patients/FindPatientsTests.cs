using System.Net;
using Testing;

namespace Spoke.Api.Tests.Patients;

public sealed class FindPatientsTests(TestDatabase database) : SpokeSlice(database)
{
    private async Task<Guid> Register(string name, string cho = "cho-sunita", string relative = "Ram Lal", string village = "Gumma", string mobile = "9418012345")
    {
        var patient = Some.Patient();
        patient = patient with { Name = name, RelativeName = relative, Mobile = mobile, Address = patient.Address with { Village = village } };
        return (Guid)(await Spoke.As(cho).Post("/api/patients", new { patient, anotherPerson = true, anotherBecause = "other" })).Must(HttpStatusCode.Created)["patientId"]!;
    }

    private async Task<Guid[]> Found(string q, string cho = "cho-sunita") =>
        [.. (await Spoke.As(cho).Get($"/api/patients?q={Uri.EscapeDataString(q)}")).Must(HttpStatusCode.OK)["items"]!.AsArray().Select(item => (Guid)item!["patientId"]!)];

    [TestCase("leela")]
    [TestCase("LEELA gumma")]
    [TestCase("hari singh")]
    [TestCase("94180 77777")]
    public async Task Every_word_is_looked_for_in_name_relative_village_and_phone(string q)
    {
        var wanted = await Register("Leela Devi", relative: "Hari Singh", mobile: "9418077777");
        var other = await Register("Kamla Devi", relative: "Ram Lal", village: "Ratnari");

        Assert.That(await Found(q), Does.Contain(wanted).And.Not.Contain(other));
    }

    [Test]
    public async Task A_name_in_Devanagari_is_found_as_it_was_written()
    {
        var wanted = await Register("सावित्री देवी");

        Assert.That(await Found("सावित्री"), Does.Contain(wanted));
    }

    [TestCase("%")]
    [TestCase("_")]
    [TestCase("' OR 1=1 --")]
    public async Task Signs_that_mean_something_to_a_database_mean_themselves(string q)
    {
        await Register("Bimla Devi");

        Assert.That(await Found(q), Is.Empty);
    }

    [Test]
    public async Task Patients_of_another_spoke_are_not_found_and_not_shown()
    {
        var hers = await Register("Nirmala Thakur", "cho-anita");

        Assert.That(await Found("nirmala"), Is.Empty);
        Assert.That(await Found("nirmala", "cho-anita"), Is.EqualTo(new[] { hers }));
        await Spoke.As("cho-sunita").Get($"/api/patients/{hers}").NotFound();
    }
}
