using System.Net;
using System.Text.Json.Nodes;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Spoke.Api.Domain;
using Spoke.Api.Tests.Advice;
using Testing;

namespace Spoke.Api.Tests.Consults;

/// <summary>What the patient was given, line by line, reaches the doctor.</summary>
public sealed class DispenseMedicinesTests(TestDatabase database) : AdviceSlice(database)
{
    private static string Path(Guid id) => $"/api/consults/{id}/dispensing";

    private static JsonObject Line(int number, string result, decimal? quantity = null) => new() { ["number"] = number, ["result"] = result, ["quantity"] = quantity };

    private static JsonObject Body(params JsonObject[] lines) => new() { ["adviceVersion"] = 1, ["lines"] = new JsonArray([.. lines]) };

    private async Task<AdviceNote> Unsent() => await Note() with
    {
        Medicines = [Some.Medicine(), Some.Medicine() with { Name = "oral rehydration salts", Form = "sachet", Strength = "" }],
    };

    private async Task<AdviceNote> Advised()
    {
        var note = await Unsent();
        Assert.That(await Give(note), Is.Null);
        return note;
    }

    [Test]
    public async Task Each_line_is_kept_and_told_and_giving_out_means_having_read()
    {
        var id = (await Advised()).ConsultId;

        (await Spoke.As("cho-sunita").Post(Path(id), Body(Line(2, "out-of-stock"), Line(1, "partly", 4.5m)))).Must(HttpStatusCode.OK);

        var told = (await Spoke.Sent(id)).Single(m => m.Name == Dispensed.WireName).Read<Dispensed>();
        Assert.That(told.Lines.Select(l => (l.Line, l.Medicine, l.Result, l.Quantity)), Is.EqualTo(new[]
        {
            (1, "paracetamol", DispenseResult.Partly, (decimal?)4.5m), (2, "oral rehydration salts", DispenseResult.OutOfStock, null),
        }));
        Assert.That((await Spoke.Asked(id)).Status, Is.EqualTo(RequestStatus.Acknowledged));
        var view = (await Spoke.As("cho-sunita").Get($"/api/consults/{id}")).Must(HttpStatusCode.OK)["dispensed"]!.AsArray();
        Assert.That(view.Select(d => (string)d!["result"]!), Is.EqualTo(new[] { "partly", "out-of-stock" }));
    }

    [Test]
    public async Task A_line_may_be_recorded_again_when_the_rest_has_come()
    {
        var id = (await Advised()).ConsultId;
        (await Spoke.As("cho-sunita").Post(Path(id), Body(Line(1, "partly", 4)))).Must(HttpStatusCode.OK);
        Spoke.Clock.Advance(TimeSpan.FromMinutes(1));

        (await Spoke.As("cho-sunita").Post(Path(id), Body(Line(1, "given")))).Must(HttpStatusCode.OK);

        var view = (await Spoke.As("cho-sunita").Get($"/api/consults/{id}")).Must(HttpStatusCode.OK)["dispensed"]!.AsArray().Single()!;
        Assert.That(((string)view["result"]!, view["quantity"]), Is.EqualTo(("given", (JsonNode?)null)));
        Assert.That((await Spoke.Sent(id)).Count(m => m.Name == Dispensed.WireName), Is.EqualTo(2));
    }

    private static IEnumerable<Refusals.Row> Wrong()
    {
        yield return new("no line", body => body["lines"] = new JsonArray(), "lines", "dispensed-missing");
        yield return new("one line twice", body => body["lines"]!.AsArray().Add(Line(1, "given")), "lines", "dispensed-twice");
        yield return new("no result", body => body["lines"]![0]!["result"] = null, "lines[0].result", "dispensed-missing");
        yield return new("less than nothing", body => body["lines"]![0]!["quantity"] = -1, "lines[0].quantity", "quantity-impossible");
        yield return new("a quantity of what was refused", body => body["lines"]![0] = Line(1, "refused", 2), "lines[0].quantity", "quantity-only-partly");
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task What_is_wrong_is_said_and_nothing_is_stored(Refusals.Row row)
    {
        var id = (await Advised()).ConsultId;

        await Spoke.MustBeInvalid("cho-sunita", Path(id), Body(Line(1, "partly", 4)), row);

        Assert.That((await Spoke.Asked(id)).Status, Is.EqualTo(RequestStatus.Advised));
    }

    [Test]
    public async Task Only_the_lines_of_the_advice_in_force_and_nothing_of_what_was_taken_back()
    {
        var note = await Unsent();
        var (id, signed) = (note.ConsultId, Signed(note));
        Assert.That(await Give(note, signed), Is.Null);
        await Spoke.As("cho-sunita").Post(Path(id), Body(Line(3, "given"))).Refused(HttpStatusCode.Conflict, "nothing-to-dispense");
        var old = Body(Line(1, "given"));
        old["adviceVersion"] = 2;
        await Spoke.As("cho-sunita").Post(Path(id), old).Refused(HttpStatusCode.Conflict, "advice-replaced");

        await Withdraw(note, Withdrawn(note, signed));
        await Spoke.As("cho-sunita").Post(Path(id), Body(Line(1, "given"))).Refused(HttpStatusCode.Conflict, "advice-withdrawn");
        await Spoke.As("cho-sunita").Post(Path(await Spoke.Request()), Body(Line(1, "given"))).Refused(HttpStatusCode.Conflict, "nothing-to-dispense");
        await Spoke.As("cho-anita").Post(Path(id), Body(Line(1, "given"))).NotFound();
    }
}
