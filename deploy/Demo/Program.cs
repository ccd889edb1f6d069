using Demo;
using Demo.Stories;

// The demo's own tool; deploy/demo.sh calls it.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
try
{
    return args switch
    {
        ["programme", var folder, .. var options] => WriteProgramme(folder, Options.Parse(options)),
        ["stories", .. var options] => await TellStories(Ports(Options.Parse(options)), (teller, ct) => teller.Tell(ct), stop.Token),
        ["waiting", .. var options] => await TellStories(Ports(Options.Parse(options)), (teller, ct) => teller.TellOfWaiting(ct), stop.Token),
        ["sent", .. var options] => await TellStories(Ports(Options.Parse(options)), (teller, ct) => teller.SeeItSent(ct), stop.Token),
        ["line", var near, var broker] => await CarryLine(Options.Port(near), Options.Port(broker), stop.Token),
        _ => Usage(),
    };
}
catch (InvalidDataException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}

static int WriteProgramme(string folder, Options options)
{
    var written = DemoProgramme.Write(folder, Ports(options) with
    {
        KeyPassword = options.Text("--key-password"),
        DatabaseFolder = options.Text("--databases"),
        Lines = options.Number("--line-port") is { } line ? new Dictionary<string, int> { [HimachalPradesh.Kangra] = line } : [],
    });
    Console.WriteLine($"The programme {HimachalPradesh.Name} is written to {written.Folder}");
    return 0;
}

static DemoSettings Ports(Options options)
{
    var usual = new DemoSettings();
    return usual with
    {
        BrokerPort = options.Number("--broker-port") ?? usual.BrokerPort,
        HubPort = options.Number("--hub-port") ?? usual.HubPort,
        FirstSpokePort = options.Number("--spoke-port") ?? usual.FirstSpokePort,
    };
}

static async Task<int> TellStories(DemoSettings ports, Func<Teller, CancellationToken, Task> tell, CancellationToken ct)
{
    using var teller = new Teller(ports);
    try
    {
        await tell(teller, ct);
        return 0;
    }
    catch (StoryStoppedException stopped)
    {
        Console.Error.WriteLine($"The stories stopped: {stopped.Message}");
        return 1;
    }
}

static async Task<int> CarryLine(int near, int broker, CancellationToken ct)
{
    try
    {
        await Line.Carry(near, broker, ct);
        return 0;
    }
    catch (System.Net.Sockets.SocketException taken)
    {
        Console.Error.WriteLine($"The line cannot begin at port {near}: {taken.Message}");
        return 1;
    }
}

static int Usage()
{
    Console.Error.WriteLine("""
        Demo programme DIR [--key-password P] [--broker-port N] [--hub-port N] [--spoke-port N] [--line-port N] [--databases DIR]
            writes keys, directory, accounts, broker users and settings; with --line-port site kangra-1 reaches the broker by that port
        Demo line PORT BROKER-PORT
            carries what reaches PORT to the broker, until it is ended
        Demo stories [--hub-port N] [--spoke-port N]
            makes the demo's consults by driving the services; told again, nothing doubles
        Demo waiting [--spoke-port N]
            makes three more at site kangra-1, whose line must be cut
        Demo sent [--spoke-port N]
            returns when site kangra-1 has handed over everything it kept
        """);
    return 2;
}
