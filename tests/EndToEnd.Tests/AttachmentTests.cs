using System.Diagnostics;
using System.Net;
using Shared.Contracts.Consults;
using SkiaSharp;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Pictures over the line of a village: they come last, and go on where they stopped.</summary>
public sealed class AttachmentTests : InOneWorld
{
    private const int VillageLine = 64_000;
    private static readonly TimeSpan TextArrivesWithin = TimeSpan.FromSeconds(5);

    [Test]
    public async Task On_a_thin_line_the_text_overtakes_the_picture_which_survives_the_death_of_either_side()
    {
        var broker = new Uri(World.ShimlaSettings["Messaging__Broker"]);
        await using var line = new SlowLink(broker.Port, VillageLine);
        var overLine = new Dictionary<string, string> { ["Messaging__Broker"] = new UriBuilder(broker) { Port = line.Port }.Uri.AbsoluteUri, ["Messaging__ReceiptTimeout"] = "00:00:10" };
        await World.Shimla.Stop();
        await World.Shimla.Start(overrides: overLine);
        try
        {
            var id = await Received(Sunita);
            (await Sunita.Attach(id, Noise())).Must(HttpStatusCode.Created);
            (await Sunita.Supply(id, "The rash, in daylight.")).Must(HttpStatusCode.Accepted);
            await Eventually.True(() => Pieces(id).Here >= 2, Soon, "the picture has begun");

            var since = Stopwatch.StartNew();
            (await Sunita.Supply(id, "He is drowsy now.")).Must(HttpStatusCode.Accepted);
            await Eventually.True(async () => (await Thakur.Consult(id))!["thread"]!.AsArray().Count == 2, Soon);
            var took = since.Elapsed;
            Assert.That(took, Is.LessThan(TextArrivesWithin));
            Assert.That(Pieces(id).Here, Is.LessThan(Pieces(id).All), "the picture is still on its way");

            await World.Shimla.Kill();
            await World.Hub.Kill();
            var (before, closed) = (Pieces(id), Sends(id, closed: true));
            Assert.That(closed, Is.Not.Empty);
            await World.Hub.Start();
            await World.Shimla.Start(overrides: overLine);

            await Eventually.True(async () => (await Thakur.Consult(id))!["attachments"]![0]!["arrivedAt"] is not null, World.Patience, "the picture is whole");
            var sends = Sends(id);
            TestContext.Out.WriteLine($"text behind a picture: {took.TotalSeconds:0.0} s; {before.Here} of {before.All} pieces before the kill, {sends.Values.Sum()} sends in all");
            Assert.That(sends.Where(s => closed.ContainsKey(s.Key)), Is.EquivalentTo(closed), "what had its receipt was not sent again");
        }
        finally
        {
            await World.Shimla.Kill();
            await World.Shimla.Start();
        }
    }

    private Dictionary<Guid, long> Sends(Guid id, bool closed = false) => World.ShimlaRecords.Outbox()
        .Where(m => m.ConsultId == id && m.Name == AttachmentChunk.WireName && (!closed || m.State == Records.OutboxState.Received))
        .ToDictionary(m => m.MessageId, m => m.Sends);

    private (int Here, int All) Pieces(Guid id) => (
        World.HubRecords.AttachmentPieces().Count(consult => consult == id),
        World.ShimlaRecords.Outbox().Count(m => m.ConsultId == id && m.Name == AttachmentChunk.WireName));

    /// <summary>Some 90 KB, which no encoder makes small: more than ten seconds on the line.</summary>
    private static byte[] Noise()
    {
        var random = new Random(20261126);
        using var bitmap = new SKBitmap(300, 300);
        bitmap.Pixels = [.. Enumerable.Range(0, 300 * 300).Select(_ => new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)))];
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
