using Shared.Contracts.Consults;
using Shared.Contracts.Quality;

namespace Spoke.Api.Domain;

/// <summary>What to do until help comes, for the ten emergencies a centre sees most. The texts are part of the program, so no link is needed.</summary>
/// <remarks>General first aid, written for this project and not yet signed off by a clinical lead.</remarks>
public static class FirstAidCards
{
    private const string Pregnancy = "pregnancy";

    public static readonly string[] Codes =
    [
        "chest-pain", "breathlessness", "convulsion", Pregnancy, "snake-bite", "burns", "poisoning", "severe-dehydration", "head-injury", "unconscious",
    ];

    /// <summary>The card for these complaints; null when there is none, and then all of them are offered.</summary>
    public static string? For(RequestContent request)
    {
        var complaints = request.Complaints.Select(ComplaintGuide.Of).OfType<ListedComplaint>().ToArray();
        return request.Pregnancy is not null && complaints.Any(c => c.Code is "convulsion" or "bleeding")
            ? Pregnancy
            : complaints.FirstOrDefault(c => c.FirstAid is not null)?.FirstAid;
    }
}
