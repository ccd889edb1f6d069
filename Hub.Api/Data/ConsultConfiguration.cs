using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shared.Hosting.Persistence;

namespace Hub.Api.Data;

internal sealed class ConsultConfiguration : IEntityTypeConfiguration<Consult>
{
    public void Configure(EntityTypeBuilder<Consult> consult)
    {
        consult.ToTable("Consults");
        consult.Property(c => c.HubCode).HasMaxLength(32);
        consult.Property(c => c.Site).HasMaxLength(96);
        consult.Property(c => c.SpokeCode).HasMaxLength(32);
        consult.Property(c => c.Number).HasMaxLength(48);
        consult.Property(c => c.Specialty).HasMaxLength(64);
        consult.Property(c => c.Status).HasConversion<string>().HasMaxLength(32);
        consult.Property(c => c.Patient).IsJson();
        consult.Property(c => c.Request).IsJson();
        consult.Property(c => c.Requester).IsJson();
        consult.Property(c => c.FollowsUpDoctor).HasMaxLength(64);
        consult.Property(c => c.Outcome).HasConversion<string>().HasMaxLength(16);
        consult.Property(c => c.OutcomeText).HasMaxLength(2000);
        consult.Property(c => c.ConsentWithdrawnReason).HasMaxLength(1000);
        consult.Property(c => c.CameFrom).HasMaxLength(96);
        consult.Property(c => c.Path).IsJson();
        consult.Property(c => c.MeantFor).HasMaxLength(64);
        consult.Property(c => c.ReservedFor).HasMaxLength(64);
        consult.Property(c => c.WentTo).HasMaxLength(32);
        consult.Property(c => c.Version).IsConcurrencyToken();   // not rowversion: SQLite has none
        consult.OwnsOne(c => c.Lease, lease => lease.Property(l => l.HolderName).HasMaxLength(128));

        // The business key of a request that arrives, for ever.
        consult.HasIndex(c => new { c.ConsultId, c.Hop }).IsUnique();
        // The queue page: what waits at a hub, the emergency first, then by deadline.
        consult.HasIndex(c => new { c.HubCode, c.Status, c.Specialty, c.Deadline });
        // Promises that were not kept, and the pace at which a specialty answers.
        consult.HasIndex(c => new { c.Status, c.PromisedBy });
        consult.HasIndex(c => new { c.HubCode, c.Specialty, c.AnsweredAt });
        // The lease watch.
        consult.HasIndex(c => new { c.Status, c.StatusSince });

        // Loaded only where a page or a rule asks for them.
        consult.HasMany(c => c.Thread).WithOne().HasForeignKey("ConsultRow").IsRequired();
        consult.HasMany(c => c.Events).WithOne().HasForeignKey("ConsultRow").IsRequired();
        consult.HasMany(c => c.Advice).WithOne().HasForeignKey("ConsultRow").IsRequired();
        consult.HasMany(c => c.Dispensed).WithOne().HasForeignKey("ConsultRow").IsRequired();
        consult.HasMany(c => c.Attachments).WithOne().HasForeignKey("ConsultRow").IsRequired();
    }
}

internal sealed class ConsultMessageConfiguration : IEntityTypeConfiguration<ConsultMessage>
{
    public void Configure(EntityTypeBuilder<ConsultMessage> message)
    {
        message.ToTable("ConsultMessages");
        message.Property(m => m.By).HasMaxLength(128);
        message.Property(m => m.Vitals).IsJson();
        message.Property(m => m.ReadBy).HasMaxLength(128);
    }
}

internal sealed class ConsultEventConfiguration : IEntityTypeConfiguration<ConsultEvent>
{
    public void Configure(EntityTypeBuilder<ConsultEvent> happened)
    {
        happened.ToTable("ConsultEvents");
        happened.Property(e => e.Kind).HasMaxLength(32);
        happened.Property(e => e.By).HasMaxLength(128);
        happened.Property(e => e.Code).HasMaxLength(64);
    }
}

internal sealed class GivenAdviceConfiguration : IEntityTypeConfiguration<GivenAdvice>
{
    public void Configure(EntityTypeBuilder<GivenAdvice> advice)
    {
        advice.ToTable("Advice");
        advice.Property(a => a.PractitionerCode).HasMaxLength(64);
        advice.Property(a => a.PractitionerName).HasMaxLength(128);
        advice.Property(a => a.PatientKey).HasMaxLength(64);
        advice.Property(a => a.DiagnosisKey).HasMaxLength(128);
        advice.HasIndex(a => a.PrescriptionId).IsUnique();
        // "Repeat last" of the advice form.
        advice.HasIndex(a => new { a.PractitionerCode, a.PatientKey });
        advice.HasIndex(a => new { a.PractitionerCode, a.DiagnosisKey });
        advice.HasIndex(a => new { a.PractitionerCode, a.Id });   // a doctor looks at the own advice
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
        dispensed.Property<long>("ConsultRow");
        dispensed.HasIndex("ConsultRow", nameof(DispensedMedicine.AdviceVersion), nameof(DispensedMedicine.Line)).IsUnique();
    }
}

internal sealed class ConsultAttachmentConfiguration : IEntityTypeConfiguration<ConsultAttachment>
{
    public void Configure(EntityTypeBuilder<ConsultAttachment> attachment)
    {
        attachment.ToTable("ConsultAttachments");
        attachment.Property(a => a.Kind).HasConversion<string>().HasMaxLength(16);
        attachment.Property(a => a.ContentType).HasMaxLength(32);
        attachment.Property(a => a.Sha256).HasMaxLength(64);
        attachment.Property<long>("ConsultRow");
        attachment.HasIndex("ConsultRow", nameof(ConsultAttachment.Number)).IsUnique();
        attachment.HasMany(a => a.Pieces).WithOne().HasForeignKey("AttachmentRow").IsRequired();
    }
}

internal sealed class AttachmentPieceConfiguration : IEntityTypeConfiguration<AttachmentPiece>
{
    public void Configure(EntityTypeBuilder<AttachmentPiece> piece)
    {
        piece.ToTable("AttachmentPieces");
        piece.Property<long>("AttachmentRow");
        piece.HasIndex("AttachmentRow", nameof(AttachmentPiece.Offset)).IsUnique();   // a piece that comes twice is one
    }
}

internal sealed class AdviceDraftConfiguration : IEntityTypeConfiguration<AdviceDraft>
{
    public void Configure(EntityTypeBuilder<AdviceDraft> draft)
    {
        draft.ToTable("AdviceDrafts");
        // One per doctor and consult: the page opens it, and every keystroke writes the same row.
        draft.HasIndex(d => new { d.ConsultId, d.AccountId }).IsUnique();
    }
}
