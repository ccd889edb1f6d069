using Spoke.Api.Attachments;
using Spoke.Api.Connection;
using Spoke.Api.Consults;
using Spoke.Api.Paper;
using Spoke.Api.Patients;
using Spoke.Api.Prescriptions;

namespace Spoke.Api;

/// <summary>Every URL of the API, one line per slice. The pages are listed in <see cref="Pages"/>.</summary>
public static class Routes
{
    public static void MapSpokeApi(this IEndpointRouteBuilder api)
    {
        var patients = api.MapGroup("/patients");
        RegisterPatient.Map(patients);        // POST   /api/patients
        FindPatients.Map(patients);           // GET    /api/patients?q= · /api/patients/{id}
        CorrectPatient.Map(patients);         // PUT    /api/patients/{id}
        MergePatients.Map(patients);          // POST   /api/patients/{id}/merge
        SeparatePatients.Map(patients);       // POST   /api/patients/{id}/separation
        AskForCopy.Map(patients);             // POST   /api/patients/{id}/copies

        var copies = api.MapGroup("/copies");
        GetCopies.Map(copies);                // GET    /api/copies · /api/copies/{id}
        GiveCopy.Map(copies);                 // POST   /api/copies/{id}/given

        var consults = api.MapGroup("/consults");
        RequestConsult.Map(consults);         // POST   /api/consults
        ListConsults.Map(consults);           // GET    /api/consults?status=
        GetConsult.Map(consults);             // GET    /api/consults/{id}
        SupplyInformation.Map(consults);      // POST   /api/consults/{id}/information
        ReadInformation.Map(consults);        // POST   /api/consults/{id}/information-read
        ConfirmRequest.Map(consults);         // POST   /api/consults/{id}/confirmation
        CancelConsult.Map(consults);          // POST   /api/consults/{id}/cancellation
        WithdrawConsent.Map(consults);        // POST   /api/consults/{id}/consent-withdrawal
        NoteAmbulance.Map(consults);          // POST   /api/consults/{id}/ambulance
        AcknowledgeAdvice.Map(consults);      // POST   /api/consults/{id}/acknowledgement
        TellPatient.Map(consults);            // POST   /api/consults/{id}/patient-told
        DispenseMedicines.Map(consults);      // POST   /api/consults/{id}/dispensing
        RecordOutcome.Map(consults);          // POST   /api/consults/{id}/outcome
        AddAttachment.Map(consults);          // POST   /api/consults/{id}/attachments?kind=
        GetAttachment.Map(consults);          // GET    /api/consults/{id}/attachments/{n}
        DeleteAttachment.Map(consults);       // DELETE /api/consults/{id}/attachments/{n}
        GetPrescription.Map(consults);        // GET    /api/consults/{id}/prescription
        Prescribe.Map(consults);              // POST   /api/consults/{id}/own-prescription
        WithdrawPrescription.Map(consults);   // POST   /api/consults/{id}/own-prescription/{version}/withdrawal

        GetConnection.Map(api);               // GET    /api/connection
    }

    /// <summary>What forms of pages post to besides their own page, and files that pages name.</summary>
    public static void MapForms(this IEndpointRouteBuilder app)
    {
        WriteDraft.Map(app.MapGroup("/requests"));   // POST   /requests · /requests/{id}/{step}/autosave
        GetSlipPdf.Map(app.MapGroup("/consults"));   // GET    /consults/{id}/slip.pdf
        DayRegister.Map(app);                        // GET    /register.csv
    }

    /// <summary>Every page, with the component that draws it; a test holds this list and the components together.</summary>
    public static readonly IReadOnlyList<(string Path, string Component)> Pages =
    [
        ("/", "Consults/ConsultsPage"),
        ("/consults/{ConsultId:guid}", "Consults/ConsultPage"),
        ("/consults/{ConsultId:guid}/slip", "Prescriptions/SlipPage"),
        ("/consults/{ConsultId:guid}/prescribe", "Prescriptions/PrescribePage"),
        ("/consults/{ConsultId:guid}/attachments", "Attachments/AttachmentsPage"),
        ("/requests/new", "Consults/NewRequestPage"),
        ("/requests/{ConsultId:guid}/{Step}", "Consults/RequestStepPage"),
        ("/patients", "Patients/PatientsPage"),
        ("/patients/new", "Patients/RegisterPage"),
        ("/patients/{PatientId:guid}", "Patients/PatientPage"),
        ("/patients/{PatientId:guid}/correct", "Patients/CorrectPage"),
        ("/patients/{PatientId:guid}/merge", "Patients/MergePage"),
        ("/register", "Paper/DayRegisterPage"),
        ("/poster", "Paper/PosterPage"),
        ("/copies", "Paper/CopiesPage"),
        ("/copies/{CopyId:guid}", "Paper/CopyPage"),
        ("/first-aid", "FirstAid/FirstAidPage"),
        ("/first-aid/{Code}", "FirstAid/FirstAidPage"),
        ("/connection", "Connection/ConnectionPage"),
        ("/account", "Ui/AccountPage"),
        ("/verify", "Verification/VerifyPage"),   // a pharmacist has no account
    ];
}
