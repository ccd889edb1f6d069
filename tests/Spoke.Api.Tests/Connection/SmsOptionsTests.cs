using System.ComponentModel.DataAnnotations;
using Spoke.Api.Connection;

namespace Spoke.Api.Tests.Connection;

public sealed class SmsOptionsTests
{
    private static string[] Wrong(SmsOptions options) => [.. options.Validate(new ValidationContext(options)).SelectMany(w => w.MemberNames)];

    [Test]
    public void Nothing_set_is_off_and_each_way_alone_is_right() => Assert.Multiple(() =>
    {
        Assert.That(new SmsOptions().IsOn, Is.False);
        Assert.That(Wrong(new SmsOptions()), Is.Empty);
        Assert.That(Wrong(new SmsOptions { Gateway = new Uri("https://sms.example/send"), Token = "x" }), Is.Empty);
        Assert.That(Wrong(new SmsOptions { File = Path.Combine(Path.GetTempPath(), "sms.jsonl") }), Is.Empty);
    });

    [Test]
    public void What_is_wrong_is_named() => Assert.Multiple(() =>
    {
        Assert.That(Wrong(new SmsOptions { Gateway = new Uri("https://sms.example/"), File = "/tmp/sms" }), Is.EqualTo(new[] { "File" }));
        Assert.That(Wrong(new SmsOptions { Gateway = new Uri("http://sms.example/") }), Is.EqualTo(new[] { "Gateway" }));
        Assert.That(Wrong(new SmsOptions { Gateway = new Uri("/send", UriKind.Relative) }), Is.EqualTo(new[] { "Gateway" }));
        Assert.That(Wrong(new SmsOptions { Token = "x" }), Is.EqualTo(new[] { "Token" }));
        Assert.That(Wrong(new SmsOptions { File = "/nowhere/at/all/sms.jsonl" }), Is.EqualTo(new[] { "File" }));
    });
}
