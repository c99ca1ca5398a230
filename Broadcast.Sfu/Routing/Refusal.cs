using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Routing;

/// <summary>The sentences with which requests are refused.</summary>
internal static class Refusal
{
    public static ControlError RouterNotFound(object id) => new(ControlErrorCode.NotFound, $"There is no router '{id}'.");
    public static ControlError TransportNotFound(object id) => new(ControlErrorCode.NotFound, $"There is no transport '{id}'.");
    public static ControlError ProducerNotFound(object id) => new(ControlErrorCode.NotFound, $"There is no producer '{id}'.");
    public static ControlError ConsumerNotFound(object id) => new(ControlErrorCode.NotFound, $"There is no consumer '{id}'.");
    public static ControlError Taken(object id) => new(ControlErrorCode.Conflict, $"The id '{id}' is taken by something with other properties.");
    public static ControlError AlreadyConsumed(object transport, object producer) => new(ControlErrorCode.Conflict, $"Transport '{transport}' already has a consumer of '{producer}'.");
    public static ControlError LimitReached(string what, int limit) => new(ControlErrorCode.ResourceExhausted, $"The limit of {limit} {what} is reached.");
    public static ControlError WrongKind(object id, string wanted) => new(ControlErrorCode.InvalidState, $"Transport '{id}' is not a {wanted} transport.");
    public static ControlError Invalid(string sentence) => new(ControlErrorCode.InvalidArgument, sentence);
}
