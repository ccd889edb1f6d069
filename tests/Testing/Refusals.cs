using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Testing;

/// <summary>What a refusal must look like.</summary>
public static class Refusals
{
    /// <summary>One entry that is wrong, and how the refusal names it.</summary>
    /// <param name="Wrong">Makes a right body wrong.</param>
    public sealed record Row(string What, Action<JsonObject> Wrong, string Field, string Code)
    {
        public override string ToString() => What;
    }

    public static async Task<Answer> Refused(this Task<Answer> asked, HttpStatusCode status, string code)
    {
        var answer = await asked;
        Assert.That((answer.Status, answer.Code), Is.EqualTo((status, code)), answer.Body?.ToJsonString());
        return answer;
    }

    public static Task<Answer> Stale(this Task<Answer> asked) => asked.Refused(HttpStatusCode.Conflict, "token-stale");

    public static Task<Answer> NotFound(this Task<Answer> asked) => asked.Refused(HttpStatusCode.NotFound, "not-found");

    /// <summary>A 400 that names the field and says, in the reader's language, what is wrong with it.</summary>
    public static async Task MustBeInvalid(this TestService service, string userName, string path, JsonObject body, Row row)
    {
        row.Wrong(body);
        var said = new List<string>();
        foreach (var language in new[] { "en", "hi" })
        {
            var answer = await service.As(userName, language).Post(path, body.DeepClone()).Refused(HttpStatusCode.BadRequest, "validation-failed");
            Assert.That(Texts(answer, "codes", row.Field), Does.Contain(row.Code), answer.Body!.ToJsonString());
            said.Add(Texts(answer, "errors", row.Field)[0]);
        }
        Assert.That(said[0], Does.Match("[A-Za-z]{3}").And.Not.Match(@"\p{IsDevanagari}").And.Not.Contain(row.Code), "English");
        Assert.That(said[1], Does.Match(@"\p{IsDevanagari}"), "Hindi");
    }

    private static string[] Texts(Answer answer, string member, string field) =>
        [.. answer.Body?[member]?[field]?.AsArray().Select(text => (string)text!) ?? throw new AssertionException($"Nothing is said at '{field}': {answer.Body?.ToJsonString()}")];
}
