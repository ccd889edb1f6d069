using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Testing;

namespace Hub.Api.Tests.Advice;

public sealed class SafetyTests(TestDatabase database) : HubSlice(database)
{
    private static readonly ConsultRequested Allergic =
        Some.ConsultRequested() with { Request = Some.Content() with { CurrentMedicines = [], Allergies = [new("Crocin, paracetamol", "rash")] } };

    private static JsonObject Reason(string reason = "tolerated-before", string against = "Crocin, paracetamol") =>
        new() { ["check"] = "allergy", ["medicine"] = "paracetamol", ["against"] = against, ["reason"] = reason };

    private async Task<Answer> Give(Guid id, string token, string medicine, params JsonObject[] reasons)
    {
        var body = Some.AdviceBody(token);
        body["medicines"]![0]!["name"] = medicine;
        body["overrides"] = new JsonArray([.. reasons]);
        return await Hub.As("dr-thakur").Post($"/api/consults/{id}/advice", body);
    }

    private async Task<AdviceNote> Note(Guid id)
    {
        var document = (await Hub.Consult(id)).Advice.Single().Document;
        return SignedAdvice.Check(document, Hub.Services.GetRequiredService<ProgrammeKey>().Key, PrescribingPolicy.Default).Note!;
    }

    [Test]
    public async Task What_the_patient_is_allergic_to_is_signed_only_with_a_reason_and_the_note_keeps_it()
    {
        var (id, token) = await Hub.Held(request: Allergic);

        await Give(id, token, "paracetamol").Refused(HttpStatusCode.Conflict, "safety-reason-missing");
        await Give(id, token, "paracetamol", Reason(against: "penicillin")).Refused(HttpStatusCode.Conflict, "safety-reason-missing");
        Assert.That((await Hub.Consult(id)).Advice, Is.Empty);

        (await Give(id, token, "paracetamol", Reason(), Reason(against: "penicillin"))).Must(HttpStatusCode.Created);
        Assert.That((await Note(id)).Overrides!.Select(o => (o.Check, o.Medicine, o.Against, o.Reason)),
            Is.EqualTo(new[] { ("allergy", "paracetamol", "Crocin, paracetamol", "tolerated-before") }));
    }

    [Test]
    public async Task A_reason_that_is_not_on_the_list_is_none()
    {
        var (id, token) = await Hub.Held(request: Allergic);

        Assert.That((await Give(id, token, "paracetamol", Reason("because"))).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await Hub.Consult(id)).Advice, Is.Empty);
    }

    [Test]
    public async Task What_only_informs_stops_nobody_and_a_reason_for_nothing_is_not_kept()
    {
        var (id, token) = await Hub.Held();   // who takes paracetamol already

        (await Give(id, token, "paracetamol", Reason())).Must(HttpStatusCode.Created);

        Assert.That((await Note(id)).Overrides, Is.Null);
    }

    [Test]
    public async Task A_synonym_and_a_hindi_name_are_signed_under_the_generic_name([Values("PCM", "पैरासिटामोल", "Paracetamol")] string name)
    {
        var (id, token) = await Hub.Held();

        (await Give(id, token, name)).Must(HttpStatusCode.Created);

        Assert.That((await Note(id)).Medicines.Single().Name, Is.EqualTo("paracetamol"));
    }
}
