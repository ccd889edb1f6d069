using System.Runtime.InteropServices;
using System.Text.Json;
using Bench;

// Figures of one run, as JSON on standard output; progress goes to standard error. See tests/bench.sh.
var part = args is [var named, ..] ? named : "all";
var seed = 20261123;
var folder = Directory.CreateTempSubdirectory("hubspoke-bench-").FullName;
var report = new Dictionary<string, object?>
{
    ["seed"] = seed,
    ["machine"] = new { cores = Environment.ProcessorCount, dotnet = RuntimeInformation.FrameworkDescription, os = RuntimeInformation.OSDescription },
    ["load1AtStart"] = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture),
    ["fsyncMilliseconds"] = Disk.FsyncMilliseconds(folder),
};
if (part is "all" or "policy") report["policy"] = Policy.Run();
try
{
    if (part == "policy") return Print();
    await using var stack = await Stack.Start(folder);
    var trips = new List<LevelResult>();
    var floors = new List<LevelResult>();
    // The floor of a level right after its trips: the machine is shared, and only neighbours in time compare.
    foreach (var concurrency in new[] { 1, 8, 64 })
    {
        if (part is "all" or "trip") trips.Add(await Trip.Run(stack, concurrency, seed));
        if (part is "all" or "floor") floors.Add(await Floor.Run(stack, concurrency));
    }
    report["roundTrip"] = trips;
    report["floor"] = floors;
    report["ratioToFloor"] = trips.Join(floors, t => t.Concurrency, f => f.Concurrency,
        (t, f) => new { t.Concurrency, perSecond = Math.Round(t.PerSecond / f.PerSecond, 3), p50 = Math.Round(t.P50Milliseconds / f.P50Milliseconds, 2) });
}
finally
{
    Directory.Delete(folder, recursive: true);
}
return Print();

int Print()
{
    Console.WriteLine(JsonSerializer.Serialize(report, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
    return 0;
}
