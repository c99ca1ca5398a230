namespace Broadcast.Bench.Attack;

/// <summary>What an attack did to others.</summary>
/// <param name="Deaths">Media workers, or the process.</param>
/// <param name="ChatMilliseconds">99 of 100 chat messages were read within this; NaN if none was sent.</param>
/// <param name="EventMilliseconds">The same for mute and unmute.</param>
/// <param name="Refused">Calls of people who behave.</param>
/// <param name="LostPackets">That viewers never got.</param>
internal sealed record Harm(int Deaths, double ChatMilliseconds, double EventMilliseconds, int Refused, long LostPackets);
