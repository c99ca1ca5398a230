namespace Broadcast.Api.Http;

/// <summary>What an endpoint asks of <see cref="AddressLimits"/>. Endpoints that name the same one share it.</summary>
internal enum AddressLimit
{
    SignIn,
    Setup,
    Join,
    Connections,
}

internal static class AddressLimitConventions
{
    public static TBuilder LimitPerAddress<TBuilder>(this TBuilder endpoint, AddressLimit limit) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AddressLimited(limit));
}

/// <summary>Metadata of an endpoint.</summary>
internal sealed record AddressLimited(AddressLimit Limit);
