using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Hosting.Messaging;
using Spoke.Api.Advice;
using Spoke.Api.Consults;
using Spoke.Api.Directory;

namespace Spoke.Api;

/// <summary>Every message a site reacts to.</summary>
public static class Consumers
{
    public static ConsumerList List(ConsumerList on) => on
        .On<ConsultReceived, FollowTheHub>(ConsultReceived.WireName)
        .On<ConsultPromised, FollowTheHub>(ConsultPromised.WireName)
        .On<ConsultAccepted, FollowTheHub>(ConsultAccepted.WireName)
        .On<ConsultWaiting, FollowTheHub>(ConsultWaiting.WireName)
        .On<InformationAsked, FollowTheHub>(InformationAsked.WireName)
        .On<ConsultReturned, FollowTheHub>(ConsultReturned.WireName)
        .On<ConsultCancelled, FollowTheHub>(ConsultCancelled.WireName)
        .On<InformationRead, FollowTheHub>(InformationRead.WireName)
        .On<ConsultRedirected, FollowTheHub>(ConsultRedirected.WireName)
        .On<RequestRated, FollowTheHub>(RequestRated.WireName)
        .On<AdviceGiven, ReceiveAdvice>(AdviceGiven.WireName)
        .On<AdviceWithdrawn, ReceiveWithdrawal>(AdviceWithdrawn.WireName)
        .On<ListsPublished, ReceiveLists>(ListsPublished.WireName)
        .OnRefusal<FollowTheHub>();
}
