using NUnit.Framework;

namespace Testing;

/// <summary>Where the sources and the built programs are, seen from a test that runs out of <c>artifacts/bin</c>.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// The service to run: as published, which alone serves static files, if that is this very build; otherwise the build's output.
    /// </summary>
    public static string Program(string service)
    {
        var configuration = new DirectoryInfo(TestContext.CurrentContext.TestDirectory).Name;
        string In(string kind, string file) => Path.Combine(Root, "artifacts", kind, service, configuration, file);
        var built = In("bin", $"{service}.dll");
        Assert.That(built, Does.Exist, "Build the solution first.");
        return IsSame($"{service}.dll") && IsSame("Shared.Hosting.dll") && IsSame("Shared.Contracts.dll") ? In("publish", $"{service}.dll") : built;

        bool IsSame(string file) =>
            File.Exists(In("publish", file)) && File.ReadAllBytes(In("publish", file)).AsSpan().SequenceEqual(File.ReadAllBytes(In("bin", file)));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HubSpoke.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder.FullName;
    }
}
