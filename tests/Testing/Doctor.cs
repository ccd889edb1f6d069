using System.Net;
using System.Text.Json.Nodes;

namespace Testing;

/// <summary>A doctor at a hub, over its API.</summary>
public sealed class Doctor(Uri address, string userName) : ApiClient(address, userName)
{
    /// <summary>Takes responsibility; gives the token that every later act carries.</summary>
    public async Task<string> Accept(Guid id) => (string)(await TryAccept(id)).Must(HttpStatusCode.OK)["token"]!;

    public Task<Answer> TryAccept(Guid id) => Post($"/api/consults/{id}/acceptance");

    public Task<Answer> HandBack(Guid id, string token) => Delete($"/api/consults/{id}/acceptance?token={token}");

    public Task<Answer> Ask(Guid id, string token, string text) => Post($"/api/consults/{id}/information-requests", new { token, text });

    public Task<Answer> ReadInformation(Guid id) => Post($"/api/consults/{id}/information-read");

    /// <summary>Passes it on to another hub under the same specialty.</summary>
    public Task<Answer> Redirect(Guid id, string token, string hub) => Post($"/api/consults/{id}/redirection", new { token, hub, reason = "no-doctor" });

    public Task<Answer> Return(Guid id, string token, string reason, string? text = null) => Post($"/api/consults/{id}/return", new { token, reason, text });

    /// <summary>Signs advice with one diagnosis and one medicine.</summary>
    public Task<Answer> Advise(Guid id, string token) => Post($"/api/consults/{id}/advice", new
    {
        token,
        mode = "text",
        spokenWithPatient = false,
        diagnoses = new[] { Some.Diagnosis() },
        advice = "Fluids, tepid sponging. Come back if the fever lasts beyond three days.",
        medicines = new[] { Some.Medicine() },
        tests = new[] { "Malaria rapid test" },
        safetyNet = new[] { "Return at once if bleeding or breathless" },
        consentConfirmed = true,
    });

    /// <summary>Accepts and advises in one go.</summary>
    public async Task Answer(Guid id) => (await Advise(id, await Accept(id))).Must(HttpStatusCode.Created);

    /// <summary>The consult as the doctor sees it; null when it is not here.</summary>
    public async Task<JsonNode?> Consult(Guid id) => await Get($"/api/consults/{id}") is { Status: HttpStatusCode.OK } answer ? answer.Body : null;

    public async Task<string?> Status(Guid id) => (string?)(await Consult(id))?["status"];

    public async Task<IReadOnlyList<Guid>> Queue()
    {
        var answer = (await Get("/api/queue?take=10000")).Must(HttpStatusCode.OK);
        return [.. answer["items"].AsArray().Select(item => (Guid)item!["consultId"]!)];
    }

    public async Task<JsonNode> Custody() => (await Get("/api/operations/custody")).Must(HttpStatusCode.OK).Body!;
}
