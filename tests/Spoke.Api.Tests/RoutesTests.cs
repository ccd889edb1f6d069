using System.Text.Json;
using System.Text.Json.Nodes;
using Shared.Contracts.Messaging;
using Shared.Hosting.Identity;
using Testing;

namespace Spoke.Api.Tests;

public sealed class RoutesTests : RouteRules
{
    private const string Staff = "cho mo ops";
    private const string Askers = "cho mo";

    protected override IReadOnlyList<RouteRule> Table { get; } =
    [
        new("POST /api/patients", Askers, new JsonObject { ["patient"] = JsonSerializer.SerializeToNode(Some.Patient(), Wire.Json), ["spoke"] = null, ["anotherPerson"] = false, ["anotherBecause"] = null }),
        new("GET /api/patients", Askers),
        new("GET /api/patients/{patientId:guid}", Askers),
        new("PUT /api/patients/{patientId:guid}", Askers, new JsonObject { ["patient"] = JsonSerializer.SerializeToNode(Some.Patient(), Wire.Json), ["version"] = 0 }),
        new("POST /api/patients/{patientId:guid}/merge", Askers, new JsonObject { ["with"] = Guid.CreateVersion7() }),
        new("POST /api/patients/{patientId:guid}/separation", Askers, []),
        new("POST /api/patients/{patientId:guid}/copies", Askers, new JsonObject { ["askedFor"] = "patient" }),
        new("GET /api/copies", Askers),
        new("GET /api/copies/{copyId:guid}", Askers),
        new("POST /api/copies/{copyId:guid}/given", Askers),
        new("GET /register.csv", Askers),
        new("POST /api/consults", Askers, Some.RequestBody()),
        new("GET /api/consults", Askers),
        new("GET /api/consults/{consultId:guid}", Askers),
        new("POST /api/consults/{consultId:guid}/information", Askers, new JsonObject { ["text"] = "No rash.", ["vitals"] = null }),
        new("POST /api/consults/{consultId:guid}/information-read", Askers, []),
        new("POST /api/consults/{consultId:guid}/confirmation", Askers, []),
        new("POST /api/consults/{consultId:guid}/cancellation", Askers, new JsonObject { ["reason"] = null }),
        new("POST /api/consults/{consultId:guid}/consent-withdrawal", Askers, new JsonObject { ["reason"] = null }),
        new("POST /api/consults/{consultId:guid}/ambulance", Askers, new JsonObject { ["at"] = null }),
        new("POST /api/consults/{consultId:guid}/dispensing", Askers, new JsonObject { ["adviceVersion"] = 1, ["lines"] = new JsonArray(new JsonObject { ["number"] = 1, ["result"] = "given" }) }),
        new("POST /api/consults/{consultId:guid}/acknowledgement", Askers, []),
        new("POST /api/consults/{consultId:guid}/patient-told", Askers, new JsonObject { ["how"] = "phone", ["at"] = null }),
        new("POST /api/consults/{consultId:guid}/outcome", Askers, new JsonObject { ["code"] = "improved", ["text"] = null }),
        new("POST /api/consults/{consultId:guid}/attachments", Askers),
        new("GET /api/consults/{consultId:guid}/attachments/{number:int}", Askers),
        new("DELETE /api/consults/{consultId:guid}/attachments/{number:int}", Askers),
        new("GET /api/consults/{consultId:guid}/prescription", Askers),
        new("POST /api/consults/{consultId:guid}/own-prescription", "mo", new JsonObject
        {
            ["patientSeen"] = true,
            ["diagnoses"] = JsonSerializer.SerializeToNode(new[] { Some.Diagnosis() }, Wire.Json),
            ["medicines"] = JsonSerializer.SerializeToNode(new[] { Some.Medicine() }, Wire.Json),
            ["tests"] = new JsonArray("Malaria rapid test"),
            ["safetyNet"] = new JsonArray("Bleeding"),
        }),
        new("POST /api/consults/{consultId:guid}/own-prescription/{version:int}/withdrawal", "mo", new JsonObject { ["reason"] = "wrong-medicine", ["text"] = null }),
        new("GET /consults/{consultId:guid}/slip.pdf", Askers),
        new("GET /api/connection", Staff),
        new("POST /requests", Askers),
        new("POST /requests/{consultId:guid}/{step}/autosave", Askers),
        new("GET /", Staff),
        new("GET /consults/{ConsultId:guid}", Askers),
        new("GET /consults/{ConsultId:guid}/slip", Askers),
        new("GET /consults/{ConsultId:guid}/prescribe", "mo"),
        new("GET /consults/{ConsultId:guid}/attachments", Askers),
        new("GET /requests/new", Askers),
        new("GET /requests/{ConsultId:guid}/{Step}", Askers),
        new("GET /patients", Askers),
        new("GET /patients/new", Askers),
        new("GET /patients/{PatientId:guid}", Askers),
        new("GET /patients/{PatientId:guid}/correct", Askers),
        new("GET /patients/{PatientId:guid}/merge", Askers),
        new("GET /register", Askers),
        new("GET /poster", Askers),
        new("GET /copies", Askers),
        new("GET /copies/{CopyId:guid}", Askers),
        new("GET /first-aid", Askers),
        new("GET /first-aid/{Code}", Askers),
        new("GET /connection", Staff),
        new("GET /account", Staff),
    ];

    protected override IReadOnlyList<string> Open { get; } =
    [
        "GET /assets/{name}",                               // looks, no data
        "GET /language/{language:regex(^(en|hi)$)}",        // before signing in, too
        "GET /health/live", "GET /health/ready",            // supervisors
        "GET /metrics",                                     // figures without names
        "GET /openapi/{documentName}.json",                 // the shape, no data
        "GET /verify",                                      // who holds a slip has no account
        "POST /api/sign-in", "GET /sign-in", "POST /sign-in", "POST /sign-out",
    ];

    protected override async Task<TestService> Begin()
    {
        var spoke = await TestSpoke.Start();
        foreach (var role in new[] { Roles.Specialist, Roles.Nodal, Roles.Manager }) await spoke.AddAccount($"{role}-astray", role, Some.SpokeCode);
        return spoke;
    }

    protected override string AccountOf(string role) => role switch
    {
        Roles.Cho => "cho-sunita",
        Roles.Mo => "mo-verma",
        Roles.Ops => "ops",
        _ => $"{role}-astray",
    };

    [Test]
    public void The_list_of_pages_is_the_pages() => Assert.That(PagesOf(typeof(Routes).Assembly), Is.EquivalentTo(Routes.Pages));
}
