using System.Text.Json;
using Broadcast.Api.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Broadcast.Api.Http;

/// <summary>Describes in OpenAPI what converters of ours read, which the generator cannot look into: the names of an enum, and text.</summary>
internal static class ProtocolSchemas
{
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(value, type, context.JsonTypeInfo.Options)!)];
        }
        else if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(PlainTextAttribute), inherit: false) is { Length: > 0 })
        {
            schema.Type = JsonSchemaType.String | (context.JsonPropertyInfo.IsGetNullable ? JsonSchemaType.Null : 0);
        }
        return Task.CompletedTask;
    }
}
