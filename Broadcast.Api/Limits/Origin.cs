namespace Broadcast.Api.Limits;

/// <summary>Where a guest comes from: all that is known of somebody who only has a link.</summary>
internal readonly record struct Origin(ClientAddress Address, string LinkId);
