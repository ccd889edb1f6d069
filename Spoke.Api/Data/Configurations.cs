using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shared.Contracts.Patients;
using Shared.Hosting.Persistence;
using Spoke.Api.Domain;

namespace Spoke.Api.Data;

internal sealed class PatientConfiguration : IEntityTypeConfiguration<Patient>
{
    public void Configure(EntityTypeBuilder<Patient> patient)
    {
        patient.ToTable("Patients");
        patient.Property(p => p.SpokeCode).HasMaxLength(32);
        patient.Property(p => p.SearchText).HasMaxLength(512);
        patient.Property<PatientSummary?>(p => p.Summary).IsJson().IsRequired();
        patient.HasIndex(p => p.PatientId).IsUnique();
        patient.Property(p => p.RegisteredBy).HasMaxLength(128);
        patient.Property(p => p.AnotherBecause).HasMaxLength(32);
        patient.Property(p => p.NameKey).HasMaxLength(64);
        patient.Property(p => p.RelativeKey).HasMaxLength(64);
        patient.Property(p => p.Version).IsConcurrencyToken();
        patient.HasIndex(p => new { p.SpokeCode, p.Id });   // the search goes through one spoke's patients
        // Before somebody is registered: who sounds like this.
        patient.HasIndex(p => new { p.SpokeCode, p.NameKey });
        patient.HasIndex(p => new { p.SpokeCode, p.RelativeKey });
        patient.HasIndex(p => p.SurvivorId);   // the history of one person
    }
}

internal sealed class PatientCorrectionConfiguration : IEntityTypeConfiguration<PatientCorrection>
{
    public void Configure(EntityTypeBuilder<PatientCorrection> correction)
    {
        correction.ToTable("PatientCorrections");
        correction.Property<PatientSummary?>(c => c.Before).IsJson().IsRequired();
        correction.Property(c => c.CorrectedBy).HasMaxLength(128);
        correction.HasIndex(c => c.PatientId);
    }
}

internal sealed class PatientMergeConfiguration : IEntityTypeConfiguration<PatientMerge>
{
    public void Configure(EntityTypeBuilder<PatientMerge> merge)
    {
        merge.ToTable("PatientMerges");
        merge.Property(m => m.MergedBy).HasMaxLength(128);
        merge.Property(m => m.SeparatedBy).HasMaxLength(128);
        merge.Property(m => m.SeparatedAt).IsConcurrencyToken();
        merge.HasIndex(m => m.SurvivorId);
        merge.HasIndex(m => m.MergedId);
    }
}

internal sealed class ConsultRequestConfiguration : IEntityTypeConfiguration<ConsultRequest>
{
    public void Configure(EntityTypeBuilder<ConsultRequest> request)
    {
        request.ToTable("ConsultRequests");
        request.Property(r => r.SpokeCode).HasMaxLength(32);
        request.Property(r => r.Number).HasMaxLength(48);
        request.Property(r => r.HubCode).HasMaxLength(32);
        request.Property(r => r.Specialty).HasMaxLength(64);
        request.Property(r => r.RequestedBy).HasMaxLength(128);
        request.Property(r => r.PractitionerName).HasMaxLength(128);
        request.Property(r => r.ReturnReason).HasMaxLength(64);
        request.Property(r => r.RefusedCode).HasMaxLength(64);
        request.Property(r => r.Status).HasConversion<string>().HasMaxLength(32);
        request.Property(r => r.Patient).IsJson();
        request.Property(r => r.Content).IsJson();
        request.Property(r => r.Promise).IsJson();
        request.Property(r => r.Draft).IsJson();
        request.Property(r => r.ConsentWithdrawnReason).HasMaxLength(1000);
        request.Property(r => r.FormerHubs).IsJson();
        request.Property(r => r.Version).IsConcurrencyToken();
        request.HasIndex(r => r.ConsultId).IsUnique();
        // My consults: one spoke's requests by status, newest first.
        request.HasIndex(r => new { r.SpokeCode, r.Status, r.Id });
        request.HasIndex(r => r.PatientId);
        request.HasIndex(r => r.Number);   // the check of a slip finds it by the number in its code

        // Loaded only where a page or a rule asks for them.
        request.HasMany(r => r.Thread).WithOne().HasForeignKey("RequestRow").IsRequired();
        request.HasMany(r => r.Events).WithOne().HasForeignKey("RequestRow").IsRequired();
        request.HasMany(r => r.Dispensed).WithOne().HasForeignKey("RequestRow").IsRequired();
        request.HasMany(r => r.Advice).WithOne().HasForeignKey("RequestRow").IsRequired();
        request.HasMany(r => r.Prescriptions).WithOne().HasForeignKey("RequestRow").IsRequired();
    }
}

internal sealed class RequestMessageConfiguration : IEntityTypeConfiguration<RequestMessage>
{
    public void Configure(EntityTypeBuilder<RequestMessage> message)
    {
        message.ToTable("RequestMessages");
        message.Property(m => m.By).HasMaxLength(128);
        message.Property(m => m.Vitals).IsJson();
        message.Property(m => m.ReadBy).HasMaxLength(128);
    }
}

internal sealed class RequestEventConfiguration : IEntityTypeConfiguration<RequestEvent>
{
    public void Configure(EntityTypeBuilder<RequestEvent> happened)
    {
        happened.ToTable("RequestEvents");
        happened.Property(e => e.Kind).HasMaxLength(32);
        happened.Property(e => e.By).HasMaxLength(128);
        happened.Property(e => e.Code).HasMaxLength(64);
    }
}

internal sealed class ReceivedAdviceConfiguration : IEntityTypeConfiguration<ReceivedAdvice>
{
    public void Configure(EntityTypeBuilder<ReceivedAdvice> advice) => advice.ToTable("Advice");
}

internal sealed class OwnPrescriptionConfiguration : IEntityTypeConfiguration<OwnPrescription>
{
    public void Configure(EntityTypeBuilder<OwnPrescription> prescription)
    {
        prescription.ToTable("OwnPrescriptions");
        prescription.Property<long>("RequestRow");
        prescription.HasIndex("RequestRow", nameof(OwnPrescription.Version)).IsUnique();   // two that sign at once make one version
    }
}

internal sealed class DispensedMedicineConfiguration : IEntityTypeConfiguration<DispensedMedicine>
{
    public void Configure(EntityTypeBuilder<DispensedMedicine> dispensed)
    {
        dispensed.ToTable("DispensedMedicines");
        dispensed.Property(d => d.Medicine).HasMaxLength(128);
        dispensed.Property(d => d.Result).HasConversion<string>().HasMaxLength(16);
        dispensed.Property(d => d.Quantity).HasPrecision(9, 2);
        dispensed.Property(d => d.By).HasMaxLength(128);
        dispensed.Property<long>("RequestRow");
        dispensed.HasIndex("RequestRow", nameof(DispensedMedicine.AdviceVersion), nameof(DispensedMedicine.Line)).IsUnique();
    }
}

internal sealed class TextMessageConfiguration : IEntityTypeConfiguration<TextMessage>
{
    public void Configure(EntityTypeBuilder<TextMessage> message)
    {
        message.ToTable("TextMessages");
        message.Property(m => m.To).HasMaxLength(16);
        message.Property(m => m.Text).HasMaxLength(512);
        message.HasIndex(m => new { m.ConsultId, m.AdviceVersion }).IsUnique();   // one for each advice, however often it comes
        message.HasIndex(m => new { m.SentAt, m.DroppedAt, m.DueAt });            // what is due
    }
}

internal sealed class AttachmentConfiguration : IEntityTypeConfiguration<Attachment>
{
    public void Configure(EntityTypeBuilder<Attachment> attachment)
    {
        attachment.ToTable("Attachments");
        attachment.Property(a => a.Kind).HasConversion<string>().HasMaxLength(16);
        attachment.Property(a => a.ContentType).HasMaxLength(32);
        attachment.Property(a => a.Sha256).HasMaxLength(64);
        attachment.Property(a => a.AddedBy).HasMaxLength(128);
        attachment.HasIndex(a => new { a.ConsultId, a.Number }).IsUnique();
    }
}

internal sealed class RecordCopyConfiguration : IEntityTypeConfiguration<RecordCopy>
{
    public void Configure(EntityTypeBuilder<RecordCopy> copy)
    {
        copy.ToTable("RecordCopies");
        copy.Property(c => c.SpokeCode).HasMaxLength(32);
        copy.Property(c => c.AskedFor).HasConversion<string>().HasMaxLength(16);
        copy.Property(c => c.AskedBy).HasMaxLength(128);
        copy.Property(c => c.GivenBy).HasMaxLength(128);
        copy.HasIndex(c => c.CopyId).IsUnique();
        copy.HasIndex(c => new { c.SpokeCode, c.GivenAt });
        copy.HasIndex(c => c.MadeAt);
    }
}

internal sealed class SpokeCounterConfiguration : IEntityTypeConfiguration<SpokeCounter>
{
    public void Configure(EntityTypeBuilder<SpokeCounter> counter)
    {
        counter.ToTable("SpokeCounters");
        counter.HasKey(c => c.SpokeCode);
        counter.Property(c => c.SpokeCode).HasMaxLength(32);
    }
}
