using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Shared.Hosting.Identity;

namespace Testing;

/// <summary>One line of a service's table of who may do what.</summary>
/// <param name="Route">Method and pattern, as <c>POST /api/consults/{consultId:guid}/advice</c>.</param>
/// <param name="May">The roles that may, with blanks between.</param>
/// <param name="Body">A body that is complete, so that nothing but the route itself can be refused.</param>
/// <param name="Query">What a complete request has behind its path.</param>
public sealed record RouteRule(string Route, string May, JsonObject? Body = null, string Query = "")
{
    public string Method => Route.Split(' ')[0];
    public string Pattern => Route.Split(' ')[1];
    public bool IsApi => Pattern.StartsWith("/api/", StringComparison.Ordinal);

    /// <summary>The path with something in each place.</summary>
    public string PathFor(Guid id) =>
        Regex.Replace(Regex.Replace(Regex.Replace(Pattern, @"\{\w+:guid\}", $"{id}"), @"\{\w+:int\}", "1"), @"\{\w+\}", "complaint") + Query;

    public override string ToString() => Route;
}

/// <summary>
/// What holds for every route of a service, against its table: a route without its line, a role too many and an opening for
/// strangers each fail a test.
/// </summary>
public abstract class RouteRules
{
    protected TestService Service { get; private set; } = null!;

    protected abstract IReadOnlyList<RouteRule> Table { get; }

    /// <summary>The routes that nobody has to sign in for, each with its reason in the service's own table.</summary>
    protected abstract IReadOnlyList<string> Open { get; }

    protected abstract Task<TestService> Begin();

    /// <summary>An account for each role.</summary>
    protected abstract string AccountOf(string role);

    [OneTimeSetUp]
    public async Task Start() => Service = await Begin();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (Service is not null) await Service.DisposeAsync();
    }

    private IEnumerable<RouteEndpoint> Endpoints() => Service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText != "/_framework/opaque-redirect");

    private static IEnumerable<string> RoutesOf(RouteEndpoint endpoint)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
        // A page answers its own forms too; its line is the reading.
        return methods.Where(method => method == "GET" || !methods.Contains("GET")).Select(method => $"{method} {pattern}");
    }

    private static bool IsOpen(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    [Test]
    public void Every_route_has_its_line_in_the_table() =>
        Assert.That(Endpoints().Where(e => !IsOpen(e)).SelectMany(RoutesOf).Distinct(), Is.EquivalentTo(Table.Select(rule => rule.Route)));

    [Test]
    public void Only_what_is_listed_is_open_to_strangers() => Assert.That(Endpoints().Where(IsOpen).SelectMany(RoutesOf).Distinct(), Is.EquivalentTo(Open));

    [Test]
    public void Every_route_names_who_may() =>
        Assert.That(Endpoints().Where(e => !IsOpen(e) && !e.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy is not null || a.Roles is not null)).SelectMany(RoutesOf), Is.Empty);

    [Test]
    public async Task Each_role_may_what_the_table_says_and_nothing_else()
    {
        var wrong = new List<string>();
        foreach (var rule in Table)
            foreach (var role in Roles.All)
            {
                using var response = await Service.As(AccountOf(role)).Request(new HttpMethod(rule.Method), rule.PathFor(Guid.CreateVersion7()), rule.Body);
                var may = rule.May.Split(' ').Contains(role);
                if (may ? response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.InternalServerError : response.StatusCode != HttpStatusCode.Forbidden)
                    wrong.Add($"{rule} as {role}: {response.StatusCode}");
            }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task A_stranger_is_asked_to_sign_in()
    {
        var wrong = new List<string>();
        foreach (var rule in Table)
        {
            using var response = await Service.Nobody.Request(new HttpMethod(rule.Method), rule.PathFor(Guid.CreateVersion7()), rule.Body);
            var right = rule.IsApi || rule.Method != "GET"
                ? response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Found
                : response.StatusCode == HttpStatusCode.Found && response.Headers.Location!.OriginalString.Contains("/sign-in", StringComparison.Ordinal);
            if (!right) wrong.Add($"{rule}: {response.StatusCode}");
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task What_does_not_exist_is_not_found_whatever_is_done_to_it()
    {
        var wrong = new List<string>();
        foreach (var rule in Table.Where(rule => rule.IsApi && rule.Pattern.Contains(":guid", StringComparison.Ordinal)))
        {
            var answer = await Service.As(AccountOf(rule.May.Split(' ')[0])).Send(new HttpMethod(rule.Method), rule.PathFor(Guid.CreateVersion7()), rule.Body);
            if ((answer.Status, answer.Code) != (HttpStatusCode.NotFound, "not-found")) wrong.Add($"{rule}: {answer.Status} {answer.Body}");
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task A_member_nobody_knows_is_refused_by_its_name()
    {
        var wrong = new List<string>();
        foreach (var rule in WithBody())
        {
            var body = rule.Body!.DeepClone();
            body["surprise"] = 1;
            var answer = await Post(rule, body);
            var said = answer.Body?["codes"]?["surprise"]?[0];
            if ((answer.Status, answer.Code, (string?)said) != (HttpStatusCode.BadRequest, "body-unreadable", "unknown-field")) wrong.Add($"{rule}: {answer.Status} {answer.Body}");
        }

        Assert.That(wrong, Is.Empty);
    }

    // Each is a mistake of the caller and never ours, whatever the route.
    [TestCase("", HttpStatusCode.BadRequest)]
    [TestCase("null", HttpStatusCode.BadRequest)]
    [TestCase("[]", HttpStatusCode.BadRequest)]
    [TestCase("\"text\"", HttpStatusCode.BadRequest)]
    [TestCase("{", HttpStatusCode.BadRequest)]
    public async Task A_body_that_is_none_is_refused(string body, HttpStatusCode status)
    {
        var wrong = new List<string>();
        foreach (var rule in WithBody())
        {
            var answer = await Post(rule, body);
            if (answer.Status != status || answer.Code is null) wrong.Add($"{rule}: {answer.Status} {answer.Body}");
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task A_body_without_any_one_of_its_members_or_with_null_there_is_never_our_error()
    {
        var wrong = new List<string>();
        foreach (var rule in WithBody())
            foreach (var member in rule.Body!.Select(m => m.Key))
            {
                var (without, withNull) = (rule.Body!.DeepClone().AsObject(), rule.Body.DeepClone().AsObject());
                without.Remove(member);
                withNull[member] = null;
                foreach (var body in new[] { without, withNull })
                    if (await Post(rule, body) is { Status: >= HttpStatusCode.InternalServerError } answer) wrong.Add($"{rule} {body.ToJsonString()}: {answer.Status}");
            }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task An_empty_place_in_a_list_is_refused()
    {
        var wrong = new List<string>();
        foreach (var rule in WithBody())
            foreach (var member in rule.Body!.Where(m => m.Value is JsonArray).Select(m => m.Key))
            {
                var body = rule.Body!.DeepClone();
                body[member]!.AsArray().Add(null);
                if (await Post(rule, body) is { Status: not HttpStatusCode.BadRequest } answer) wrong.Add($"{rule} {member}: {answer.Status}");
            }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task A_body_over_the_limit_is_too_large()
    {
        var wrong = new List<string>();
        foreach (var rule in WithBody())
        {
            var answer = await Post(rule, $"{{\"text\":\"{new string('a', 1024 * 1024)}\"}}");
            if ((answer.Status, answer.Code) != (HttpStatusCode.RequestEntityTooLarge, "body-too-large")) wrong.Add($"{rule}: {answer.Status} {answer.Body}");
        }

        Assert.That(wrong, Is.Empty);
    }

    private IEnumerable<RouteRule> WithBody() => Table.Where(rule => rule is { IsApi: true, Body: not null });

    private Task<Answer> Post(RouteRule rule, object body) => Service.As(AccountOf(rule.May.Split(' ')[0])).Send(new HttpMethod(rule.Method), rule.PathFor(Guid.CreateVersion7()), body is JsonNode node ? node.ToJsonString() : body);

    /// <summary>The pages as <c>Routes.Pages</c> must name them: each path with the component that draws it.</summary>
    protected static IEnumerable<(string Path, string Component)> PagesOf(System.Reflection.Assembly service) =>
        from type in service.GetTypes()
        where typeof(IComponent).IsAssignableFrom(type)
        from route in type.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>()
        select (route.Template, string.Join('/', type.FullName!.Split('.').Skip(2)));
}
