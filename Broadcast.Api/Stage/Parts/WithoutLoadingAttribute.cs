namespace Broadcast.Api.Stage.Parts;

/// <summary>A call of a <see cref="WebinarGrain"/> that does not load the webinar: there is nothing to do while nobody is in it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WithoutLoadingAttribute : Attribute;
