using Demo;

// The demo's own tool. `Demo programme DIR [--key-password P] [--broker-port N] [--hub-port N] [--spoke-port N] [--databases DIR]`
// writes keys, directory, accounts, broker users and settings of the demo programme.
try
{
    return args switch
    {
        ["programme", var folder, .. var options] => WriteProgramme(folder, Options.Parse(options)),
        _ => Usage(),
    };
}
catch (InvalidDataException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

static int WriteProgramme(string folder, Options options)
{
    var defaults = new DemoSettings();
    var written = DemoProgramme.Write(folder, new DemoSettings
    {
        KeyPassword = options.Text("--key-password"),
        DatabaseFolder = options.Text("--databases"),
        BrokerPort = options.Number("--broker-port") ?? defaults.BrokerPort,
        HubPort = options.Number("--hub-port") ?? defaults.HubPort,
        FirstSpokePort = options.Number("--spoke-port") ?? defaults.FirstSpokePort,
    });
    Console.WriteLine($"The programme {HimachalPradesh.Name} is written to {written.Folder}");
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("Usage: Demo programme DIR [--key-password P] [--broker-port N] [--hub-port N] [--spoke-port N] [--databases DIR]");
    return 2;
}
