using System.Text.Json.Serialization;

namespace Broadcast.Sfu.Control.Channels.Frames;

/// <summary>One WebSocket message of the control channel: JSON with a <c>type</c>. docs/control.md has who says which of them when.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Challenge), "challenge")]
[JsonDerivedType(typeof(Proof), "proof")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(RequestFrame), "request")]
[JsonDerivedType(typeof(ResponseFrame), "response")]
[JsonDerivedType(typeof(NotificationFrame), "notification")]
internal abstract record ControlFrame;
