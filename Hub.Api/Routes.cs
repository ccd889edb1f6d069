using Hub.Api.Advice;
using Hub.Api.Assignment;
using Hub.Api.Consults;
using Hub.Api.Operations;
using Hub.Api.Programme;
using Hub.Api.Rosters;
using Hub.Api.Ui;

namespace Hub.Api;

/// <summary>Every URL of the API, one line per slice. The pages are listed in <see cref="Pages"/>.</summary>
public static class Routes
{
    public static void MapHubApi(this IEndpointRouteBuilder api)
    {
        GetQueue.Map(api);                    // GET    /api/queue
        SeeAlerts.Map(api);                   // GET    /api/alerts; PUT /api/alerts/{alertId}/seen
        GoOnDuty.Map(api);                    // GET, PUT, DELETE /api/duty
        GetMyAdvice.Map(api);                 // GET    /api/my-advice?outcome=

        var consults = api.MapGroup("/consults");
        GetConsult.Map(consults);             // GET    /api/consults/{id}
        GetAttachment.Map(consults);          // GET    /api/consults/{id}/attachments/{n}
        AcceptConsult.Map(consults);          // POST   /api/consults/{id}/acceptance
        DeclineOffer.Map(consults);           // POST   /api/consults/{id}/offer/decline
        RenewLease.Map(consults);             // PUT    /api/consults/{id}/acceptance?token=
        HandBack.Map(consults);               // DELETE /api/consults/{id}/acceptance?token=
        AskForInformation.Map(consults);      // POST   /api/consults/{id}/information-requests
        ReadInformation.Map(consults);        // POST   /api/consults/{id}/information-read
        RateRequest.Map(consults);            // POST   /api/consults/{id}/rating
        ReturnConsult.Map(consults);          // POST   /api/consults/{id}/return
        RedirectConsult.Map(consults);        // POST   /api/consults/{id}/redirection
        GiveAdvice.Map(consults);             // POST   /api/consults/{id}/advice
        WithdrawAdvice.Map(consults);         // POST   /api/consults/{id}/advice/{version}/withdrawal

        RosterList.MapApi(api);               // PUT    /api/roster/{hub}
        KeepTemplate.Map(api);                // GET    /api/templates; POST; PUT, DELETE /api/templates/{id}
        GetOperations.Map(api);               // GET    /api/operations/custody
    }

    /// <summary>The pages, and what their script posts to while somebody types.</summary>
    public static void MapHubPages(this IEndpointRouteBuilder routes)
    {
        routes.MapRazorComponents<App>();
        KeepAdviceDraft.Map(routes);          // POST   /consults/{id}/advice-draft
        GetListFile.Map(routes);              // GET    /lists/files/{kind}
        RosterList.Map(routes);               // GET    /roster.csv?hub=
        SuggestWords.Map(routes);             // GET    /suggestions/medicines?typed=, /suggestions/diagnoses?typed=
    }

    /// <summary>Every page, with the component that draws it; a test holds this list and the components together.</summary>
    public static readonly IReadOnlyList<(string Path, string Component)> Pages =
    [
        ("/", "Assignment/QueuePage"),
        ("/mine", "Assignment/QueuePage"),
        ("/alerts", "Assignment/AlertsPage"),
        ("/my-advice", "Advice/MyAdvicePage"),
        ("/consults/{ConsultId:guid}", "Ui/ConsultPage"),
        ("/consults/{ConsultId:guid}/attachments/{Number:int}", "Consults/AttachmentPage"),
        ("/templates", "Advice/TemplatesPage"),
        ("/lists", "Programme/ListsPage"),
        ("/roster", "Rosters/RosterPage"),
        ("/account", "Ui/AccountPage"),
        ("/operations", "Operations/OperationsPage"),
    ];
}
