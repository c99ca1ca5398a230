using Broadcast.Sfu.Control.Validation;
using Microsoft.AspNetCore.Http.Metadata;

namespace Broadcast.Api.Http;

/// <summary>Answers a body that is not as declared beside its record with the field that is wrong.</summary>
internal sealed class BodyFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var type = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var body = type is null ? null : context.Arguments.FirstOrDefault(type.IsInstanceOfType);
        return body is not null && DeclaredRules.Check(body, context.HttpContext.RequestServices) is { } invalid
            ? ValueTask.FromResult<object?>(Problems.InvalidRequest(invalid))
            : next(context);
    }
}
