namespace Broadcast.Api.Tests;

/// <summary>The hub refused a call.</summary>
public sealed class HubCallException(string message) : Exception(message);
