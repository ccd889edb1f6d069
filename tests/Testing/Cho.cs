using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Shared.Contracts.Patients;

namespace Testing;

/// <summary>A health officer at a spoke, over its API.</summary>
/// <param name="ledger">Every request that was answered 202 is noted here: the product owes each of them an end.</param>
public sealed class Cho(Uri address, string userName, ICollection<Guid> ledger) : ApiClient(address, userName)
{
    /// <summary>Asks for advice; the answer must be 202.</summary>
    /// <param name="followsUp">An answered consult; then it is for the same patient.</param>
    public async Task<Guid> Request(RequestContent? content = null, PatientSummary? patient = null, Guid? corrects = null, Guid? followsUp = null)
    {
        var answer = await TryRequest(content, patient, corrects, followsUp);
        var id = (Guid)answer.Must(HttpStatusCode.Accepted)["id"];
        lock (ledger) ledger.Add(id);
        return id;
    }

    public async Task<Answer> TryRequest(RequestContent? content = null, PatientSummary? patient = null, Guid? corrects = null, Guid? followsUp = null)
    {
        var body = JsonSerializer.SerializeToNode(content ?? Some.Content(), Wire.Json)!.AsObject();
        body["patient"] = JsonSerializer.SerializeToNode(patient ?? Some.Patient(), Wire.Json);
        if (corrects is not null) body["corrects"] = corrects;
        if (followsUp is { } earlier)
        {
            body["followsUp"] = earlier;
            body["patientId"] = (Guid)(await Consult(earlier))["patientId"]!;
            body["patient"] = null;
        }
        return await Post("/api/consults", body);
    }

    public async Task<JsonNode> Consult(Guid id) => (await Get($"/api/consults/{id}")).Must(HttpStatusCode.OK).Body!;

    public async Task<string> Status(Guid id) => (string)(await Consult(id))["status"]!;

    public Task<Answer> Supply(Guid id, string text, Vitals? vitals = null) => Post($"/api/consults/{id}/information", new { text, vitals });

    public Task<Answer> Attach(Guid id, byte[] file) => Post($"/api/consults/{id}/attachments", file);

    public Task<Answer> Cancel(Guid id) => Post($"/api/consults/{id}/cancellation", new { });

    public Task<Answer> Acknowledge(Guid id) => Post($"/api/consults/{id}/acknowledgement", new { });

    public Task<Answer> Told(Guid id, HowTold how) => Post($"/api/consults/{id}/patient-told", new { how });

    /// <summary>Records the first line of the first advice.</summary>
    public Task<Answer> Dispense(Guid id, DispenseResult result) =>
        Post($"/api/consults/{id}/dispensing", new { adviceVersion = 1, lines = new[] { new { number = 1, result } } });

    public Task<Answer> WithdrawConsent(Guid id) => Post($"/api/consults/{id}/consent-withdrawal", new { });

    public Task<Answer> Ambulance(Guid id) => Post($"/api/consults/{id}/ambulance", new { });

    public Task<Answer> ReadInformation(Guid id) => Post($"/api/consults/{id}/information-read", new { });

    public Task<Answer> Outcome(Guid id, Outcome code) => Post($"/api/consults/{id}/outcome", new { code });

    public async Task<JsonNode> Connection() => (await Get("/api/connection")).Must(HttpStatusCode.OK).Body!;
}
