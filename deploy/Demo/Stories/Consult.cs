using System.Text.Json.Nodes;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Patients;

namespace Demo.Stories;

/// <summary>A request as <c>POST /api/consults</c> takes it.</summary>
internal sealed record NewConsult : RequestContent
{
    /// <summary>Somebody registered before; then <see cref="Patient"/> is null.</summary>
    public Guid? PatientId { get; init; }

    public PatientSummary? Patient { get; init; }

    /// <summary>The answered consult that this one goes on from.</summary>
    public string? FollowsUp { get; init; }

    public required string Spoke { get; init; }
}

/// <summary>Advice as <c>POST /api/consults/{id}/advice</c> takes it, without the token.</summary>
internal sealed record Opinion
{
    public required string Diagnosis { get; init; }
    public required string Code { get; init; }
    public required string Advice { get; init; }
    public IReadOnlyList<MedicineLine> Medicines { get; init; } = [];
    public IReadOnlyList<string> Tests { get; init; } = [];
    public ReferralAdvice? Referral { get; init; }
    public FollowUpAdvice? FollowUp { get; init; }
    public IReadOnlyList<string> SafetyNet { get; init; } = [];
}

/// <summary>
/// One consult on its way, seen from both ends. Every step waits for what the step before causes at the other end, looking at
/// what happened and not at where it stands, so that a story that was interrupted goes on where it stopped.
/// </summary>
internal sealed class Consult
{
    private readonly string _story;
    private readonly Person _requester;
    private readonly string _id;
    private readonly CancellationToken _ct;

    private Consult(string story, Person requester, string id, CancellationToken ct) => (_story, _requester, _id, _ct) = (story, requester, id, ct);

    /// <summary>As the API names it.</summary>
    public string Id => _id;

    /// <summary>Who it was asked for, as registered.</summary>
    public async Task<Guid> Patient() => (await _requester.Look($"/api/consults/{_id}", _ct))!["patientId"]!.GetValue<Guid>();

    public static async Task<Consult> Ask(string story, Person requester, NewConsult request, CancellationToken ct)
    {
        var answer = await requester.Do($"{story}/ask", "/api/consults", request, ct);
        return new Consult(story, requester, answer.Body!["id"]!.GetValue<string>(), ct);
    }

    /// <summary>Registers somebody who will be asked about more than once.</summary>
    public static async Task<Guid> Register(string story, Person requester, PatientSummary patient, string spoke, CancellationToken ct) =>
        (await requester.Do($"{story}/register", "/api/patients", new { patient, spoke }, ct)).Body!["patientId"]!.GetValue<Guid>();

    /// <summary>The hub has it.</summary>
    public Task Arrived() => AtSpoke("received");

    public async Task<Held> AcceptedBy(Person doctor)
    {
        await doctor.Until("the request in the queue", $"/api/consults/{_id}", _ => true, _ct);
        var answer = await doctor.Do($"{_story}/accept", $"/api/consults/{_id}/acceptance", null, _ct);
        await AtSpoke("accepted");
        return new Held(this, doctor, answer.Body!["token"]!.GetValue<string>());
    }

    public async Task Supply(string text, Vitals vitals) =>
        await _requester.Do($"{_story}/supply", $"/api/consults/{_id}/information", new { text, vitals }, _ct);

    public async Task CancelledBecause(string reason)
    {
        await _requester.Do($"{_story}/cancel", $"/api/consults/{_id}/cancellation", new { reason }, _ct);
        await AtSpoke("cancelled");
    }

    public async Task Read() => await _requester.Do($"{_story}/read", $"/api/consults/{_id}/acknowledgement", new { }, _ct);

    public async Task Told(HowTold how) => await _requester.Do($"{_story}/told", $"/api/consults/{_id}/patient-told", new { how }, _ct);

    /// <summary>What the patient was given of the first advice, by number of the line.</summary>
    public async Task Dispensed(params (int Number, DispenseResult Result, decimal? Quantity)[] lines) => await _requester.Do($"{_story}/dispensed", $"/api/consults/{_id}/dispensing",
        new { adviceVersion = 1, lines = lines.Select(l => new { number = l.Number, result = l.Result, quantity = l.Quantity }) }, _ct);

    public async Task EndedWith(Outcome code, string text) =>
        await _requester.Do($"{_story}/outcome", $"/api/consults/{_id}/outcome", new { code, text }, _ct);

    private Task<JsonNode> AtSpoke(string kind) => _requester.Until($"{_story}: {kind}", $"/api/consults/{_id}", seen => Happened(seen, kind), _ct);

    private static bool Happened(JsonNode consult, string kind) => consult["events"]!.AsArray().Any(e => e!["kind"]!.GetValue<string>() == kind);

    /// <summary>A consult in a doctor's hands.</summary>
    internal sealed class Held(Consult consult, Person doctor, string token)
    {
        private string Path => $"/api/consults/{consult._id}";

        public async Task Ask(string text)
        {
            await doctor.Do($"{consult._story}/question", $"{Path}/information-requests", new { token, text }, consult._ct);
            await consult.AtSpoke("information-asked");
        }

        /// <summary>Until what the spoke supplied is here too.</summary>
        public Task Answered() => doctor.Until($"{consult._story}: the answer", Path, seen => Happened(seen, "information-supplied"), consult._ct);

        public async Task Return(string reason, string text)
        {
            await doctor.Do($"{consult._story}/return", $"{Path}/return", new { token, reason, text }, consult._ct);
            await consult.AtSpoke("returned");
        }

        public async Task Advise(Opinion opinion)
        {
            await doctor.Do($"{consult._story}/advise", $"{Path}/advice", new
            {
                token,
                mode = ConsultMode.Text,
                spokenWithPatient = false,
                diagnoses = new[] { new Diagnosis { Code = opinion.Code, Text = opinion.Diagnosis } },
                advice = opinion.Advice,
                medicines = opinion.Medicines,
                tests = opinion.Tests,
                referral = opinion.Referral,
                followUp = opinion.FollowUp,
                safetyNet = opinion.SafetyNet,
                consentConfirmed = true,
            }, consult._ct);
            await consult.AtSpoke("advised");
        }
    }
}
