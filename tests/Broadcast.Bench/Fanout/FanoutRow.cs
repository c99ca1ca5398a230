namespace Broadcast.Bench.Fanout;

/// <summary>What one server did for one number of viewers.</summary>
/// <param name="CpuMicrosecondsPerPacket">User and system time of the server's process, per packet that reached a viewer.</param>
/// <param name="Delivered">Packets that reached viewers, of those that should have; 0 to 1.</param>
/// <param name="GeneratorOverflows">Packets that the generator's own sockets lost: measured against the generator, not the server.</param>
internal sealed record FanoutRow(
    string Server, int Viewers, double CpuMicrosecondsPerPacket, double Delivered, double Core, double ResidentKilobytesPerViewer, long Damaged, long GeneratorOverflows);
