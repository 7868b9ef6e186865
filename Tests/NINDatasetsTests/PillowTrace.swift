// Pillow 12.3.0; written by Fixtures/pillow_resize.py.

let pillowTrace: [PillowCase] = [
  PillowCase(
    height: 32, width: 32, channels: 3,
    outputHeight: 224, outputWidth: 224,
    first: [60, 94, 129, 60, 94, 129, 60, 94], checksum: 0xdb63_4c15_ebd9_ecf2),
  PillowCase(
    height: 32, width: 32, channels: 3,
    outputHeight: 32, outputWidth: 32,
    first: [60, 94, 129, 180, 12, 94, 198, 142], checksum: 0xea4c_dda3_7153_9a98),
  PillowCase(
    height: 32, width: 32, channels: 1,
    outputHeight: 64, outputWidth: 48,
    first: [60, 77, 100, 123, 155, 152, 40, 53], checksum: 0x6c31_c5ee_56e3_638c),
  PillowCase(
    height: 28, width: 28, channels: 1,
    outputHeight: 224, outputWidth: 224,
    first: [60, 60, 60, 60, 62, 66, 71, 75], checksum: 0x1150_aa72_bec2_3615),
  PillowCase(
    height: 32, width: 32, channels: 3,
    outputHeight: 33, outputWidth: 31,
    first: [65, 90, 127, 181, 22, 87, 194, 134], checksum: 0xd7ef_3141_a303_84e9),
  PillowCase(
    height: 64, width: 64, channels: 3,
    outputHeight: 64, outputWidth: 128,
    first: [60, 94, 129, 90, 74, 120, 150, 33], checksum: 0x8b7a_846b_d0e0_c293),
  PillowCase(
    height: 64, width: 64, channels: 3,
    outputHeight: 128, outputWidth: 64,
    first: [60, 94, 129, 180, 12, 94, 198, 142], checksum: 0xf221_3dcc_127d_7a8b),
  PillowCase(
    height: 224, width: 224, channels: 3,
    outputHeight: 32, outputWidth: 32,
    first: [114, 132, 118, 124, 135, 131, 125, 135], checksum: 0x1f27_2178_4b65_e8be),
  PillowCase(
    height: 37, width: 23, channels: 3,
    outputHeight: 19, outputWidth: 51,
    first: [126, 112, 132, 132, 117, 133, 149, 128], checksum: 0x6426_39de_3b69_34ad),
  PillowCase(
    height: 23, width: 37, channels: 4,
    outputHeight: 51, outputWidth: 19,
    first: [32, 103, 150, 155, 79, 164, 92, 167], checksum: 0x2237_865e_a4a0_d1fb),
  PillowCase(
    height: 17, width: 33, channels: 2,
    outputHeight: 40, outputWidth: 7,
    first: [83, 133, 114, 157, 90, 111, 134, 172], checksum: 0xb35d_98d5_f540_c4fd),
  PillowCase(
    height: 300, width: 200, channels: 3,
    outputHeight: 224, outputWidth: 224,
    first: [45, 70, 98, 125, 47, 99, 175, 130], checksum: 0x7548_6bbb_863d_33a9),
  PillowCase(
    height: 97, width: 101, channels: 3,
    outputHeight: 13, outputWidth: 11,
    first: [144, 133, 123, 132, 120, 133, 116, 127], checksum: 0x3842_109f_9cff_70b7),
  PillowCase(
    height: 5, width: 7, channels: 3,
    outputHeight: 1, outputWidth: 1,
    first: [133, 138, 110], checksum: 0x012a_791a_c632_6250),
  PillowCase(
    height: 1, width: 1, channels: 3,
    outputHeight: 5, outputWidth: 7,
    first: [60, 94, 129, 60, 94, 129, 60, 94], checksum: 0xaf44_f714_a9a7_e84c),
  PillowCase(
    height: 2, width: 3, channels: 1,
    outputHeight: 9, outputWidth: 1,
    first: [94, 94, 93, 91, 89, 86, 84, 83], checksum: 0x99bb_ce3e_6135_6c88),
  PillowCase(
    height: 1, width: 600, channels: 1,
    outputHeight: 1, outputWidth: 7,
    first: [129, 127, 128, 139, 137, 147, 134], checksum: 0x5daa_3908_ec26_a38a),
]
