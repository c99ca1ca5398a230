namespace Broadcast.Architecture.Tests;

/// <summary>Code of one type uses a member or a type of another.</summary>
/// <param name="From">Full name of the outermost type whose code it is.</param>
/// <param name="FromNamespace">Its namespace.</param>
/// <param name="To">Full name of the type used.</param>
/// <param name="ToNamespace">Its namespace.</param>
/// <param name="Member">Name of the method or field, where one is named.</param>
internal sealed record Use(string From, string FromNamespace, string To, string ToNamespace, string? Member);
