using Shared.Hosting;
using Shared.Hosting.Messaging;
using Shared.Hosting.Ui;
using Spoke.Api;
using Spoke.Api.Attachments;
using Spoke.Api.Connection;
using Spoke.Api.Consults;
using Spoke.Api.Data;
using Spoke.Api.Directory;
using Spoke.Api.Paper;
using Spoke.Api.Patients;
using Spoke.Api.Prescriptions;
using Spoke.Api.Ui;
using Spoke.Api.Verification;

return await ServiceHost.Run(args, compose: builder =>
{
    builder.AddService<SpokeDb, SqliteSpokeDb, SqlServerSpokeDb>($"spoke-{builder.Configuration["Spoke:Site"]}", Side.Spoke);
    builder.Services.AddProgrammeDirectory();
    builder.Services.AddHostedService<FollowLists>();   // before the first message is judged
    builder.Services.AddMessaging(Consumers.List);
    builder.Services.MaskAadhaar();

    builder.Services.AddScoped<RegisterPatient>();
    builder.Services.AddScoped<FindPatients>();
    builder.Services.AddScoped<CorrectPatient>();
    builder.Services.AddScoped<MergePatients>();
    builder.Services.AddScoped<SeparatePatients>();
    builder.Services.AddHostedService<KeyPatients>();
    builder.Services.AddScoped<WriteDraft>();
    builder.Services.AddScoped<RequestConsult>();
    builder.Services.AddScoped<ListConsults>();
    builder.Services.AddScoped<GetConsult>();
    builder.Services.AddScoped<SupplyInformation>();
    builder.Services.AddScoped<ReadInformation>();
    builder.Services.AddScoped<ConfirmRequest>();
    builder.Services.AddScoped<CancelConsult>();
    builder.Services.AddScoped<WithdrawConsent>();
    builder.Services.AddScoped<NoteAmbulance>();
    builder.Services.AddScoped<AcknowledgeAdvice>();
    builder.Services.AddScoped<TellPatient>();
    builder.Services.AddScoped<DispenseMedicines>();
    builder.Services.AddScoped<RecordOutcome>();
    builder.Services.AddHostedService<AskOutcomes>();
    builder.Services.AddHostedService<CloseUnknown>();
    builder.Services.AddScoped<AddAttachment>();
    builder.Services.AddScoped<GetAttachment>();
    builder.Services.AddScoped<DeleteAttachment>();
    builder.Services.AddScoped<GetPrescription>();
    builder.Services.AddScoped<GetSlipPdf>();
    builder.Services.AddSettings<SigningOptions>(SigningOptions.Section);
    builder.Services.AddSingleton<SigningKeys>();
    builder.Services.AddScoped<Prescribe>();
    builder.Services.AddScoped<WithdrawPrescription>();
    builder.Services.AddSettings<PrintOptions>(PrintOptions.Section);
    builder.Services.AddSingleton<PrintFonts>();
    builder.Services.AddSingleton<DoctorKeys>();
    builder.Services.AddScoped<VerifySlip>();
    builder.Services.AddScoped<DayRegister>();
    builder.Services.AddScoped<AskForCopy>();
    builder.Services.AddScoped<GetCopies>();
    builder.Services.AddScoped<GiveCopy>();
    builder.Services.AddHostedService<MakeCopies>();
    builder.Services.AddScoped<GetConnection>();
    builder.Services.AddSettings<SmsOptions>(SmsOptions.Section);
    builder.Services.AddHttpClient();
    builder.Services.AddHostedService<SendTextMessages>();

    // What only pages read.
    builder.Services.AddScoped<ListAttachments>();
    builder.Services.AddScoped<MyConsults>();
    builder.Services.AddScoped<ChoosePatient>();
    builder.Services.AddScoped<PatientHistory>();
    builder.Services.AddSingleton<DoctorNames>();
}, map: app =>
{
    app.MaskAadhaar();
    app.MapApi().MapSpokeApi();
    app.MapForms();
    app.MapRazorComponents<App>();   // drawn by the server, no script of its own
});
