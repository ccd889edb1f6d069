using System.Net;
using Shared.Contracts.Consults;
using Testing;

namespace Spoke.Api.Tests.Consults;

/// <summary>The hub promises a time and promises it anew; the later word holds whatever the order in which they come.</summary>
public sealed class FollowPromiseTests(TestDatabase database) : SpokeSlice(database)
{
    private DateTimeOffset Now => Spoke.Clock.GetUtcNow();

    private ConsultPromised Promise(int number, int? minutes = 120, PromiseBecause because = PromiseBecause.InTime) => new()
    {
        Number = number,
        PromisedBy = minutes is { } after ? Now.AddMinutes(after) : null,
        Because = because,
        Ahead = 4,
        OnDuty = because == PromiseBecause.NobodyOnDuty ? 0 : 2,
        At = Now,
    };

    private Task<string?> Says(Guid id, ConsultPromised promise, int hop = 0, string? from = null) =>
        Spoke.Deliver(ConsultPromised.WireName, promise, id, version: 1, hop: hop, from: from);

    private Task<string?> Received(Guid id) => Spoke.Deliver(ConsultReceived.WireName, new ConsultReceived { ReceivedAt = Now }, id, version: 1);

    private async Task<string> Page(string path)
    {
        using var response = await Spoke.As("cho-sunita").Request(HttpMethod.Get, path);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task In_any_order_and_twice_the_last_promise_holds()
    {
        foreach (var order in new int[][] { [1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1] })
        {
            var id = await Spoke.Request();
            foreach (var number in order.Append(order[0])) Assert.That(await Says(id, Promise(number)), Is.Null);

            Assert.That((await Spoke.Asked(id)).Promise!.Number, Is.EqualTo(3), string.Join(' ', order));
        }
    }

    [Test]
    public async Task The_promise_of_the_hub_that_has_it_now_replaces_that_of_the_one_before()
    {
        var id = await Spoke.Request();
        await Received(id);
        await Says(id, Promise(7, minutes: 30));
        await Spoke.Deliver(ConsultRedirected.WireName, new ConsultRedirected { ToHub = "rpgmc", ToHop = 1, Specialty = "general-medicine", Reason = ConsultRedirected.WrongSpecialty, RedirectedBy = "Dr Anil Thakur", At = Now }, id, version: 3);
        await Says(id, Promise(1, minutes: 60), hop: 1, from: "hub.rpgmc");
        await Says(id, Promise(8, minutes: 90));

        Assert.That((await Spoke.Asked(id)).Promise!.PromisedBy, Is.EqualTo(Now.AddMinutes(60)));
    }

    [Test]
    public async Task The_page_and_the_list_say_by_when_and_why_not_sooner()
    {
        var id = await Spoke.Request();
        await Received(id);
        await Says(id, Promise(1, because: PromiseBecause.Queue));

        Assert.That(await Page($"/consults/{id}"), Does.Contain("The answer is promised by").And.Contain("4 consults come before it. 2 doctors are on duty."));
        Assert.That(await Page("/"), Does.Contain("promised by"));
    }

    [Test]
    public async Task With_nobody_on_duty_it_says_refer_now_with_the_units_phone()
    {
        var emergency = Some.RequestBody();
        emergency["urgency"] = "stat";
        var id = await Spoke.Request(body: emergency);
        await Received(id);
        await Says(id, Promise(1, minutes: null, because: PromiseBecause.NobodyOnDuty));

        Assert.That(await Page($"/consults/{id}"), Does.Contain("No doctor is on duty. Refer the patient now.").And.Contain("tel:01783"));
        Assert.That(await Page("/"), Does.Contain("no doctor on duty, refer now"));
    }

    [Test]
    public async Task What_is_answered_is_not_promised_any_more()
    {
        var id = await Spoke.Request();
        await Received(id);
        await Says(id, Promise(1));
        await Spoke.Deliver(ConsultReturned.WireName, new ConsultReturned { Reason = "incomplete", At = Now }, id, version: 2);

        Assert.That((await Spoke.Asked(id)).AwaitsHub, Is.False);
        Assert.That(await Page($"/consults/{id}"), Does.Not.Contain("promised"));
    }
}
