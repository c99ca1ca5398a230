namespace Broadcast.Sfu.Io;

/// <summary>Values from Linux's headers, alike on x86-64 and arm64.</summary>
internal static class LinuxConstants
{
    public const int AddressFamilyInet = 2;
    public const int AddressFamilyInet6 = 10;
    public const int SocketStream = 1;
    public const int SocketDatagram = 2;
    public const int SocketNonBlocking = 0x800;
    public const int SocketCloseOnExec = 0x8_0000;

    public const int LevelSocket = 1;
    public const int ReuseAddress = 2;
    public const int SendBuffer = 7;
    public const int ReceiveBuffer = 8;
    public const int NoChecksum = 11;
    /// <summary>SO_TIMESTAMPNS, which is also the type of the message that it makes the kernel add: a struct timespec of the wall clock.</summary>
    public const int ReceiveTimestamp = 35;
    public const int ReceiveQueueOverflow = 40;

    public const int LevelIp = 0;
    public const int IpMtuDiscover = 10;
    public const int LevelIp6 = 41;
    public const int Ip6MtuDiscover = 23;
    public const int Ip6Only = 26;
    /// <summary>Fragment to the interface's MTU and ignore what forged ICMP messages claim about the path.</summary>
    public const int MtuDiscoverOmit = 5;

    public const int LevelTcp = 6;
    public const int TcpNoDelay = 1;
    public const int TcpNotSentLowWater = 25;

    public const int LevelUdp = 17;
    public const int UdpSegment = 103;

    public const int MessageDontWait = 0x40;
    public const int MessageTruncated = 0x20;
    public const int MessageNoSignal = 0x4000;

    public const short PollIn = 1;
    public const short PollOut = 4;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const int EpollModify = 3;
    public const int EpollIn = 1;
    public const int EpollOut = 4;
    public const int EventNonBlocking = SocketNonBlocking | SocketCloseOnExec;

    public const int Interrupted = 4;
    public const int IoError = 5;
    public const int TryAgain = 11;
    public const int InvalidArgument = 22;
    public const int MessageTooLong = 90;
    public const int ConnectionAborted = 103;
    public const int NoBufferSpace = 105;
}
