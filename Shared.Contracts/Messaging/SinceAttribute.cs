namespace Shared.Contracts.Messaging;

/// <summary>
/// The contract version a member came in with. It is nullable and left out when it is null, so that an older service, which refuses
/// what it does not know, still reads every document that does not use it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SinceAttribute(string contract) : Attribute
{
    public string Contract { get; } = contract;
}
