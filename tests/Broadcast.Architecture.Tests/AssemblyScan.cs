using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Broadcast.Architecture.Tests;

/// <summary>Reads a built assembly's metadata and IL: who uses whom, and who calls native code.</summary>
internal sealed class AssemblyScan
{
    private readonly MetadataReader metadata;
    private readonly HashSet<Use> uses = [];

    private AssemblyScan(PEReader pe)
    {
        metadata = pe.GetMetadataReader();
        foreach (var handle in metadata.TypeDefinitions)
            ScanType(pe, handle);
        NamespacesCallingNativeCode =
            (from method in metadata.MethodDefinitions.Select(metadata.GetMethodDefinition)
             where method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)
             select NamespaceOf(method.GetDeclaringType())).ToHashSet();
        TypeNames =
            (from handle in metadata.TypeDefinitions
             let type = metadata.GetTypeDefinition(handle)
             where type.GetDeclaringType().IsNil && metadata.GetString(type.Namespace).StartsWith("Broadcast.", StringComparison.Ordinal)
             select metadata.GetString(type.Name)).ToList();
        ReferencedAssemblies = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToList();
    }

    public static AssemblyScan Of(Assembly assembly)
    {
        using var pe = new PEReader(File.OpenRead(assembly.Location));
        return new AssemblyScan(pe);
    }

    /// <summary>Everything used from code, signatures, fields and base types; compiler-generated types count as their outermost type.</summary>
    public IReadOnlyCollection<Use> Uses => uses;

    /// <summary>Namespaces of types that declare a P/Invoke.</summary>
    public IReadOnlyCollection<string> NamespacesCallingNativeCode { get; }

    /// <summary>Names of our own types that are not nested.</summary>
    public IReadOnlyCollection<string> TypeNames { get; }

    public IReadOnlyCollection<string> ReferencedAssemblies { get; }

    private void ScanType(PEReader pe, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        if (!type.BaseType.IsNil)
            Add(handle, type.BaseType, null);
        foreach (var contract in type.GetInterfaceImplementations())
            Add(handle, metadata.GetInterfaceImplementation(contract).Interface, null);

        var signatures = new SignatureTypes(metadata, used => Add(handle, used, null));
        foreach (var field in type.GetFields())
            metadata.GetFieldDefinition(field).DecodeSignature(signatures, null);
        foreach (var methodHandle in type.GetMethods())
        {
            var method = metadata.GetMethodDefinition(methodHandle);
            method.DecodeSignature(signatures, null);
            if (method.RelativeVirtualAddress != 0)
                ScanBody(handle, pe.GetMethodBody(method.RelativeVirtualAddress), signatures);
        }
    }

    private void ScanBody(TypeDefinitionHandle from, MethodBodyBlock body, SignatureTypes signatures)
    {
        if (!body.LocalSignature.IsNil)
            metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(signatures, null);
        foreach (var token in IlTokens.In(body.GetILReader()))
            AddToken(from, MetadataTokens.EntityHandle(token));
    }

    private void AddToken(TypeDefinitionHandle from, EntityHandle token)
    {
        switch (token.Kind)
        {
            case HandleKind.MethodSpecification:
                var specification = metadata.GetMethodSpecification((MethodSpecificationHandle)token);
                specification.DecodeSignature(new SignatureTypes(metadata, used => Add(from, used, null)), null);
                AddToken(from, specification.Method);
                break;
            case HandleKind.MemberReference:
                var member = metadata.GetMemberReference((MemberReferenceHandle)token);
                Add(from, member.Parent, metadata.GetString(member.Name));
                break;
            case HandleKind.MethodDefinition:
                var method = metadata.GetMethodDefinition((MethodDefinitionHandle)token);
                Add(from, method.GetDeclaringType(), metadata.GetString(method.Name));
                break;
            case HandleKind.FieldDefinition:
                var field = metadata.GetFieldDefinition((FieldDefinitionHandle)token);
                Add(from, field.GetDeclaringType(), metadata.GetString(field.Name));
                break;
            case HandleKind.TypeDefinition or HandleKind.TypeReference or HandleKind.TypeSpecification:
                Add(from, token, null);
                break;
        }
    }

    private void Add(TypeDefinitionHandle from, EntityHandle to, string? member)
    {
        switch (to.Kind)
        {
            case HandleKind.TypeDefinition:
                Add(from, NamespaceOf((TypeDefinitionHandle)to), metadata.GetString(metadata.GetTypeDefinition(Outermost((TypeDefinitionHandle)to)).Name), member);
                break;
            case HandleKind.TypeReference:
                var reference = metadata.GetTypeReference((TypeReferenceHandle)to);
                Add(from, metadata.GetString(reference.Namespace), metadata.GetString(reference.Name), member);
                break;
            case HandleKind.TypeSpecification:
                metadata.GetTypeSpecification((TypeSpecificationHandle)to)
                    .DecodeSignature(new SignatureTypes(metadata, used => Add(from, used, member)), null);
                break;
        }
    }

    private void Add(TypeDefinitionHandle from, string toNamespace, string toName, string? member)
    {
        var outer = metadata.GetTypeDefinition(Outermost(from));
        var fromNamespace = metadata.GetString(outer.Namespace);
        uses.Add(new Use($"{fromNamespace}.{metadata.GetString(outer.Name)}", fromNamespace, $"{toNamespace}.{toName}", toNamespace, member));
    }

    private string NamespaceOf(TypeDefinitionHandle handle) =>
        metadata.GetString(metadata.GetTypeDefinition(Outermost(handle)).Namespace);

    private TypeDefinitionHandle Outermost(TypeDefinitionHandle handle)
    {
        var declaring = metadata.GetTypeDefinition(handle).GetDeclaringType();
        return declaring.IsNil ? handle : Outermost(declaring);
    }
}
