using Hub.Api;
using Hub.Api.Advice;
using Hub.Api.Assignment;
using Hub.Api.Consults;
using Hub.Api.Data;
using Hub.Api.Domain;
using Hub.Api.Operations;
using Hub.Api.Programme;
using Hub.Api.Rosters;
using Shared.Hosting;
using Shared.Hosting.Messaging;
using Shared.Hosting.Ui;

return await ServiceHost.Run(args, compose: builder =>
{
    builder.AddService<HubDb, SqliteHubDb, SqlServerHubDb>("hub", Side.Hub);
    builder.Services.AddProgrammeDirectory();
    builder.Services.AddMessaging(Consumers.List);

    builder.Services.AddSettings<SigningOptions>(SigningOptions.Section);
    builder.Services.AddSingleton<SigningKeys>();
    builder.Services.AddHostedService<LeaseWatch>();
    builder.Services.AddHostedService<DutyWatch>();
    builder.Services.AddHostedService<PromiseWatch>();
    builder.Services.AddHostedService<OfferWatch>();
    builder.Services.AddHostedService<EscalationWatch>();
    builder.Services.AddSettings<EscalationOptions>(EscalationOptions.Section);
    builder.Services.AddSettings<AssignmentOptions>(AssignmentOptions.Section);
    builder.Services.AddScoped<Offers>();
    builder.Services.AddSettings<PromiseOptions>(PromiseOptions.Section);
    builder.Services.AddScoped<Promises>();

    builder.Services.AddScoped<GetQueue>();
    builder.Services.AddScoped<AcceptConsult>();
    builder.Services.AddScoped<TakeNext>();
    builder.Services.AddScoped<DeclineOffer>();
    builder.Services.AddScoped<SeeAlerts>();
    builder.Services.AddScoped<GoOnDuty>();
    builder.Services.AddScoped<RenewLease>();
    builder.Services.AddScoped<HandBack>();
    builder.Services.AddScoped<GetConsult>();
    builder.Services.AddScoped<GetAttachment>();
    builder.Services.AddScoped<AskForInformation>();
    builder.Services.AddScoped<ReadInformation>();
    builder.Services.AddScoped<RateRequest>();
    builder.Services.AddScoped<ReturnConsult>();
    builder.Services.AddScoped<RedirectConsult>();
    builder.Services.AddScoped<GiveAdvice>();
    builder.Services.AddScoped<WithdrawAdvice>();
    builder.Services.AddScoped<GetMyAdvice>();
    builder.Services.AddScoped<WarnOfMedicines>();
    builder.Services.AddScoped<SuggestWords>();
    builder.Services.AddScoped<KeepAdviceDraft>();
    builder.Services.AddScoped<FillAdvice>();
    builder.Services.AddScoped<KeepTemplate>();
    builder.Services.AddScoped<StartTemplate>();
    builder.Services.AddScoped<PlanRoster>();
    builder.Services.AddScoped<RosterList>();
    builder.Services.AddScoped<GetOperations>();

    builder.Services.AddSettings<ProgrammeOptions>(ProgrammeOptions.Section);
    builder.Services.AddHostedService<FollowLists>();
    builder.Services.AddScoped<CheckLists>();
    builder.Services.AddScoped<TakeLists>();
}, map: app =>
{
    app.MapApi().MapHubApi();
    app.MapHubPages();
});
