// Pillow 12.3.0; written by Fixtures/pillow_resize.py.

let pillowTrace: [PillowCase] = [
  PillowCase(
    height: 32, width: 32, channels: 3,
    outputHeight: 224, outputWidth: 224,
    first: [60, 94, 129, 60, 94, 129, 60, 94], checksum: 0xdb634c15ebd9ecf2),
  PillowCase(
    height: 32, width: 32, channels: 3,
    outputHeight: 32, outputWidth: 32,
    first: [60, 94, 129, 180, 12, 94, 198, 142], checksum: 0xea4cdda371539a98),
  PillowCase(
    height: 32, width: 32, channels: 1,
    outputHeight: 64, outputWidth: 48,
    first: [60, 77, 100, 123, 155, 152, 40, 53], checksum: 0x6c31c5ee56e3638c),
  PillowCase(
    height: 28, width: 28, channels: 1,
    outputHeight: 224, outputWidth: 224,
    first: [60, 60, 60, 60, 62, 66, 71, 75], checksum: 0x1150aa72bec23615),
  PillowCase(
    height: 32, width: 32, channels: 3,
    outputHeight: 33, outputWidth: 31,
    first: [65, 90, 127, 181, 22, 87, 194, 134], checksum: 0xd7ef3141a30384e9),
  PillowCase(
    height: 64, width: 64, channels: 3,
    outputHeight: 64, outputWidth: 128,
    first: [60, 94, 129, 90, 74, 120, 150, 33], checksum: 0x8b7a846bd0e0c293),
  PillowCase(
    height: 64, width: 64, channels: 3,
    outputHeight: 128, outputWidth: 64,
    first: [60, 94, 129, 180, 12, 94, 198, 142], checksum: 0xf2213dcc127d7a8b),
  PillowCase(
    height: 224, width: 224, channels: 3,
    outputHeight: 32, outputWidth: 32,
    first: [114, 132, 118, 124, 135, 131, 125, 135], checksum: 0x1f2721784b65e8be),
  PillowCase(
    height: 37, width: 23, channels: 3,
    outputHeight: 19, outputWidth: 51,
    first: [126, 112, 132, 132, 117, 133, 149, 128], checksum: 0x642639de3b6934ad),
  PillowCase(
    height: 23, width: 37, channels: 4,
    outputHeight: 51, outputWidth: 19,
    first: [32, 103, 150, 155, 79, 164, 92, 167], checksum: 0x2237865ea4a0d1fb),
  PillowCase(
    height: 17, width: 33, channels: 2,
    outputHeight: 40, outputWidth: 7,
    first: [83, 133, 114, 157, 90, 111, 134, 172], checksum: 0xb35d98d5f540c4fd),
  PillowCase(
    height: 300, width: 200, channels: 3,
    outputHeight: 224, outputWidth: 224,
    first: [45, 70, 98, 125, 47, 99, 175, 130], checksum: 0x75486bbb863d33a9),
  PillowCase(
    height: 97, width: 101, channels: 3,
    outputHeight: 13, outputWidth: 11,
    first: [144, 133, 123, 132, 120, 133, 116, 127], checksum: 0x3842109f9cff70b7),
  PillowCase(
    height: 5, width: 7, channels: 3,
    outputHeight: 1, outputWidth: 1,
    first: [133, 138, 110], checksum: 0x012a791ac6326250),
  PillowCase(
    height: 1, width: 1, channels: 3,
    outputHeight: 5, outputWidth: 7,
    first: [60, 94, 129, 60, 94, 129, 60, 94], checksum: 0xaf44f714a9a7e84c),
  PillowCase(
    height: 2, width: 3, channels: 1,
    outputHeight: 9, outputWidth: 1,
    first: [94, 94, 93, 91, 89, 86, 84, 83], checksum: 0x99bbce3e61356c88),
  PillowCase(
    height: 1, width: 600, channels: 1,
    outputHeight: 1, outputWidth: 7,
    first: [129, 127, 128, 139, 137, 147, 134], checksum: 0x5daa3908ec26a38a),
]
