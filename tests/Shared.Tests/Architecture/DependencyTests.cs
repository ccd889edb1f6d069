using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Microsoft.AspNetCore.Components;
using Shared.Contracts.Messaging;
using Shared.Hosting.Persistence;

namespace Shared.Tests.Architecture;

/// <summary>
/// The arrows that must never be drawn. Types are found from the assemblies, so a new folder is covered the day it appears; what a lambda
/// or an async method uses counts as its type's.
/// </summary>
public sealed class DependencyTests
{
    private const string Hub = "Hub.Api";
    private const string Spoke = "Spoke.Api";
    private const string Contracts = "Shared.Contracts";
    private const string Hosting = "Shared.Hosting";

    // Not slices: what slices meet in, and where pages put several of them together.
    private static readonly string[] NotSlices = ["Domain", "Data", "Ui"];
    private static readonly string[] Frameworks = ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "MassTransit", "RabbitMQ"];

    private static readonly System.Reflection.Assembly[] Ours =
        [typeof(global::Hub.Api.Data.HubDb).Assembly, typeof(global::Spoke.Api.Data.SpokeDb).Assembly, typeof(Envelope).Assembly, typeof(ServiceDb).Assembly];

    private static readonly Lazy<IType[]> Types = new(() => [.. new ArchLoader().LoadAssemblies(Ours).Build().Types.Where(type => !IsGenerated(type))]);

    private static IEnumerable<string> Slices() => Ours[..2].SelectMany(assembly => assembly.GetTypes())
        .Select(type => type.Namespace?.Split('.')).Where(parts => parts is ["Hub" or "Spoke", "Api", _, ..] && !NotSlices.Contains(parts[2]))
        .Select(parts => string.Join('.', parts![..3])).Distinct();

    [TestCase(Hub, Spoke)]
    [TestCase(Spoke, Hub)]
    [TestCase(Hosting, Hub)]
    [TestCase(Hosting, Spoke)]
    [TestCase(Contracts, Hub)]
    [TestCase(Contracts, Spoke)]
    [TestCase(Contracts, Hosting)]
    public void A_part_never_knows(string part, string other) => Assert.That(Offenders(In(part), to => In(to, other)), Is.Empty);

    [Test]
    public void Contracts_reference_nothing_but_the_runtime() =>
        Assert.That(typeof(Envelope).Assembly.GetReferencedAssemblies().Select(a => a.Name), Is.All.StartsWith("System").Or.EqualTo("netstandard"));

    [Test]
    public void Hosting_knows_no_clinical_word() =>
        Assert.That(Offenders(In(Hosting), to => In(to, Contracts) && !In(to, $"{Contracts}.Messaging")), Is.Empty);

    [TestCaseSource(nameof(Slices))]
    public void A_slice_never_knows_another_slice(string slice) =>
        Assert.That(Offenders(In(slice), to => Slices().Any(other => other != slice && In(to, other))), Is.Empty);

    [TestCase(Hub)]
    [TestCase(Spoke)]
    public void The_domain_never_knows_what_stores_or_carries_it(string service) =>
        Assert.That(Offenders(In($"{service}.Domain"), to => In(to, $"{service}.Data") || Frameworks.Any(framework => In(to, framework))), Is.Empty);

    [Test]
    public void A_page_never_reads_the_database_itself() => Assert.That(Offenders(IsPage, to => Databases.Contains(to.FullName)), Is.Empty);

    [Test]
    public void Only_the_messaging_of_hosting_knows_the_bus() =>
        Assert.That(Offenders(type => !In(type, $"{Hosting}.Messaging"), to => In(to, "MassTransit") || In(to, "RabbitMQ")), Is.Empty);

    // A rule that cannot fail is no rule: each finder finds what is truly there.
    [Test]
    public void A_use_inside_an_async_method_is_seen() =>
        Assert.That(Offenders(In("Hub.Api.Assignment"), to => In(to, "Hub.Api.Data")), Has.Some.Contains("AcceptConsult"));

    [Test]
    public void A_use_inside_a_page_is_seen() => Assert.That(Offenders(IsPage, to => In(to, "Hub.Api.Consults")), Has.Some.Contains("ConsultPage"));

    [Test]
    public void A_use_of_the_bus_is_seen() => Assert.That(Offenders(In(Hosting), to => In(to, "RabbitMQ")), Has.Some.Contains("Publisher"));

    [Test]
    public void A_use_of_the_contracts_is_seen() => Assert.That(Offenders(In(Hosting), to => In(to, Contracts)), Has.Some.Contains("Outbox"));

    [Test]
    public void There_are_slices_and_pages_to_look_at()
    {
        Assert.That(Slices(), Has.Some.EqualTo("Hub.Api.Assignment").And.Some.EqualTo("Spoke.Api.Patients"));
        Assert.That(Types.Value.Count(IsPage), Is.GreaterThan(10));
    }

    private static readonly HashSet<string> Databases =
        [.. Ours.SelectMany(assembly => assembly.GetTypes()).Where(typeof(ServiceDb).IsAssignableFrom).Select(type => type.FullName!)];

    private static readonly HashSet<string> Pages =
        [.. Ours.SelectMany(assembly => assembly.GetTypes()).Where(typeof(IComponent).IsAssignableFrom).Select(type => type.FullName!)];

    private static bool IsPage(IType type) => Pages.Contains(type.FullName);

    private static bool IsGenerated(IType type) => type.FullName.Contains(".Migrations.", StringComparison.Ordinal);

    private static Func<IType, bool> In(string space) => type => In(type, space);

    private static bool In(IType type, string space) => type.FullName.StartsWith(space + ".", StringComparison.Ordinal);

    /// <summary>"who uses what", for every use that is forbidden.</summary>
    private static string[] Offenders(Func<IType, bool> from, Func<IType, bool> forbidden) =>
    [
        .. from type in Types.Value
           where @from(type)
           from target in type.GetTypeDependencies().Distinct()
           where forbidden(target)
           select $"{type.FullName} uses {target.FullName}",
    ];
}
