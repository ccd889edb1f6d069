using Hub.Api.Intake;
using Shared.Contracts.Consults;
using Shared.Hosting.Messaging;

namespace Hub.Api;

/// <summary>Every message a hub reacts to.</summary>
public static class Consumers
{
    public static ConsumerList List(ConsumerList on) => on
        .On<ConsultRequested, ReceiveConsult>(ConsultRequested.WireName)
        .On<ConsultForwarded, ReceiveForwarded>(ConsultForwarded.WireName)
        .On<InformationSupplied, FollowTheSpoke>(InformationSupplied.WireName)
        .On<AttachmentChunk, ReceiveAttachment>(AttachmentChunk.WireName)
        .On<ConsultConfirmed, FollowTheSpoke>(ConsultConfirmed.WireName)
        .On<CancellationRequested, FollowTheSpoke>(CancellationRequested.WireName)
        .On<AdviceAcknowledged, FollowTheSpoke>(AdviceAcknowledged.WireName)
        .On<PatientTold, FollowTheSpoke>(PatientTold.WireName)
        .On<Dispensed, FollowTheSpoke>(Dispensed.WireName)
        .On<OutcomeRecorded, FollowTheSpoke>(OutcomeRecorded.WireName)
        .On<InformationRead, FollowTheSpoke>(InformationRead.WireName)
        .On<ConsentWithdrawn, FollowTheSpoke>(ConsentWithdrawn.WireName)
        .On<AmbulanceCalled, FollowTheSpoke>(AmbulanceCalled.WireName)
        .OnRefusal<ReceiveForwarded>();
}
