import { createSocket } from 'node:dgram';

/** A UDP port that carries datagrams to and from an address, as from each sender's own port, and of all that come so many in a hundred not. */
export async function lossyWay(address, port, lossPercent) {
  const here = createSocket('udp4');
  const ways = new Map();
  let came = 0;
  const isLost = () => (++came * lossPercent) % 100 < lossPercent;
  const wayOf = (sender) => {
    const name = `${sender.address}:${sender.port}`;
    if (!ways.has(name)) ways.set(name, createSocket('udp4').on('message', (datagram) => isLost() || here.send(datagram, sender.port, sender.address)));
    return ways.get(name);
  };
  here.on('message', (datagram, sender) => isLost() || wayOf(sender).send(datagram, port, address));
  await new Promise((resolve) => here.bind(0, '127.0.0.1', resolve));
  return here.address().port;
}
