using System.Text.Json.Nodes;
using Hub.Api.Tests.Advice;
using Shared.Hosting.Identity;
using Testing;

namespace Hub.Api.Tests;

public sealed class RoutesTests : RouteRules
{
    private const string Staff = "specialist mo nodal manager ops";
    private const string Readers = "specialist mo nodal";
    private const string Doctors = "specialist mo";

    protected override IReadOnlyList<RouteRule> Table { get; } =
    [
        new("GET /api/queue", Readers),
        new("GET /api/my-advice", Doctors),
        new("POST /api/consults/{consultId:guid}/offer/decline", Doctors, new JsonObject { ["reason"] = "busy" }),
        new("PUT /api/roster/{hub}", "nodal", new JsonObject { ["list"] = "practitioner" }),
        new("GET /api/alerts", "nodal"),
        new("PUT /api/alerts/{alertId:int}/seen", "nodal"),
        new("GET /api/duty", Doctors),
        new("PUT /api/duty", Doctors),
        new("DELETE /api/duty", Doctors),
        new("GET /api/consults/{consultId:guid}", Readers),
        new("GET /api/consults/{consultId:guid}/attachments/{number:int}", Readers),
        new("POST /api/consults/{consultId:guid}/acceptance", Doctors),
        new("PUT /api/consults/{consultId:guid}/acceptance", Doctors, Query: "?token=1"),
        new("DELETE /api/consults/{consultId:guid}/acceptance", Doctors, Query: "?token=1"),
        new("POST /api/consults/{consultId:guid}/information-requests", Doctors, new JsonObject { ["token"] = "1", ["text"] = "Any rash?" }),
        new("POST /api/consults/{consultId:guid}/information-read", Doctors),
        new("POST /api/consults/{consultId:guid}/rating", Doctors, new JsonObject { ["rating"] = "adequate" }),
        new("POST /api/consults/{consultId:guid}/redirection", Doctors, new JsonObject { ["token"] = "1", ["reason"] = "wrong-specialty", ["specialty"] = "cardiology", ["hub"] = null, ["practitioner"] = null }),
        new("POST /api/consults/{consultId:guid}/return", Doctors, new JsonObject { ["token"] = "1", ["reason"] = "needs-in-person", ["text"] = null }),
        new("POST /api/consults/{consultId:guid}/advice", Doctors, Some.AdviceBody("1")),
        new("POST /api/consults/{consultId:guid}/advice/{version:int}/withdrawal", Doctors, new JsonObject { ["reason"] = "wrong-patient", ["text"] = null }),
        new("GET /api/templates", Readers),
        new("POST /api/templates", Readers, FillAdviceTests.Template()),
        new("PUT /api/templates/{templateId:guid}", Readers, FillAdviceTests.Template("Changed")),
        new("DELETE /api/templates/{templateId:guid}", Readers),
        new("GET /api/operations/custody", "ops"),
        new("POST /consults/{consultId:guid}/advice-draft", Doctors),
        new("GET /suggestions/medicines", Doctors, Query: "?typed=par"),
        new("GET /suggestions/diagnoses", Doctors, Query: "?typed=par"),
        new("GET /", Staff),
        new("GET /mine", Staff),
        new("GET /my-advice", Doctors),
        new("GET /consults/{ConsultId:guid}", Readers),
        new("GET /consults/{ConsultId:guid}/attachments/{Number:int}", Readers),
        new("GET /alerts", "nodal"),
        new("GET /roster", "nodal"),
        new("GET /roster.csv", "nodal", Query: "?hub=igmc"),
        new("GET /operations", "ops"),
        new("GET /templates", Readers),
        new("GET /lists", "manager"),
        new("GET /lists/files/{kind}", "manager"),
        new("GET /account", Staff),
    ];

    protected override IReadOnlyList<string> Open { get; } =
    [
        "GET /assets/{name}",                               // looks, no data
        "GET /language/{language:regex(^(en|hi)$)}",        // before signing in, too
        "GET /health/live", "GET /health/ready",            // supervisors
        "GET /metrics",                                     // figures without names
        "GET /openapi/{documentName}.json",                 // the shape, no data
        "POST /api/sign-in", "GET /sign-in", "POST /sign-in", "POST /sign-out",
    ];

    protected override async Task<TestService> Begin()
    {
        var hub = await TestHub.Start();
        await hub.AddAccount("cho-astray", Roles.Cho, Some.HubCode);
        return hub;
    }

    protected override string AccountOf(string role) => role switch
    {
        Roles.Specialist => "dr-thakur",
        Roles.Mo => "mo-verma",
        Roles.Nodal => "nodal-sharma",
        Roles.Cho => "cho-astray",
        _ => role,
    };

    [Test]
    public void The_list_of_pages_is_the_pages() => Assert.That(PagesOf(typeof(Routes).Assembly), Is.EquivalentTo(Routes.Pages));
}
