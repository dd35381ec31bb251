"""README.txt of the bag: how to check it by hand and by program."""

from __future__ import annotations

from documents.bundle import verify
from documents.bundle.contents import BundleContents

_TEXT = """{number}　{title}
提供给：{recipient}
导出时间：{at}

一、里面有什么

  data/案卷*.pdf         装订好的案卷：封面、证据目录、文书、逐页编号的证据、法律条文，有书签，目录可以点；
                         超过接收人的大小上限时分为几卷，页码连续
  data/exhibits/         证据文件；目录里写“电子原件”的与收到时逐字节相同，写“副本”的是去掉隐藏信息或遮盖后的文件
  data/editable/         可以继续编辑的 Word 文件（如有）；以 PDF 为准
  data/index.json        证据索引：编号、文件名、校验值、页码
  data/ledger.jsonl      台账：每一次收到、查看、发送、导出，一行一条，前后以摘要相连；与接收人无关的
                         各条只写次序和摘要（withheld），链条照样首尾相接
  data/custody/          台账进入某一天总摘要的证明、总摘要、它的签名和时间戳（如有）；总摘要公布在平台的 /custody/
  data/receipt.json      登记时签发的回执（如有）
  data/facts.json        登记时的事实（如有）；登记以后补充、更正过的，在 data/statements.json 里，写明日期、
                         原来和后来的说法，以及合起来的事实
  data/complaint.json    您写的经过和当事人（如有）：登记时的，以及补充、更正以后的；身份证号和孩子的出生日期不在里面
  data/assessment.json   对照法律的结果（如有）
  data/filings/          发出的文书和收到的回答（如有），自己递交的以投诉人的登记为准；文件夹名带 unsent 的没有发出，
                         带 unknown 的不知道是否送到
  manifest-*.txt         data/ 里每个文件的校验值；tagmanifest-*.txt 是其余文件的校验值
  {listing}       全部文件的校验值，签名就是对它签的
  {signature}      签名；{key} 是验证用的公钥
  verify.py              检查程序，不需要连接任何服务器

{limit}二、用程序检查（需要 Python 3.8 或更高版本）

  解压后在本文件夹里执行：

      python3 verify.py --fingerprint {fingerprint}

  这里的指纹只是方便您复制。请到平台另行公布指纹的地方（网站的“核验案卷”页）逐字核对：
  造假的人可以连同这份说明和 verify.py 一起换，却改不了别处公布的指纹和程序。
  不写指纹，只能查出案卷前后一致，查不出是不是平台签的：谁都可以用自己的密钥做一份。
  指纹也可以写在环境变量 {trusted_keys} 里，几个之间用逗号隔开。
  不解压也可以检查：python3 verify.py --fingerprint 指纹 案卷.zip（verify.py 须先单独取出）。
  “完好”，而且是您给出的密钥签的，返回码 0；发现问题，逐个写明是哪个文件，返回码 1；
  前后一致，但不是或者没有核对是您信任的密钥签的，返回码 2；命令写错，没有检查，返回码 64。
  电脑系统自己加的文件（._ 开头的、.DS_Store、Thumbs.db、desktop.ini）会点名，不算问题，也不属于案卷。

三、手工检查（Linux、macOS；只用 sha256sum 与 openssl 3）

  1. 每个文件都没有改动（全部显示 OK 或“成功”）：

      sha256sum -c {listing}

  2. 这份清单是平台签的（显示 Signature Verified Successfully）：

      {openssl}

  3. 公钥是平台的（结果应等于平台公布的指纹，去掉开头的 sha256:）：

      openssl pkey -pubin -in {key} -outform DER | tail -c 32 | sha256sum

  4. 没有多出的文件：文件夹里除 {listing} 与 {signature} 外，
     每个文件都应列在 {listing} 里（系统自己加的除外）。

  Windows 上可用 certutil -hashfile 文件名 SHA256 得到单个文件的校验值。

四、它证明什么，不证明什么

  校验值与签名证明：自导出起，任何一个字节都没有改动；台账证明：每份证据自收到起就是这个内容，
  记录没有被抽走、插入或调换。它们不证明证据所说的事情本身是真的。
  时间戳：{timestamp}
"""


_LIMIT = """  接收系统限制大小时：上传 data/ 里的案卷 PDF，每个不超过 {most} MB；目录里写“光盘”的证据文件和整个
  文件夹刻录光盘随卷提交，收到的人在光盘里运行 verify.py，结果和这里一样。

"""


def readme(contents: BundleContents, fingerprint: str, stamped: bool) -> str:
    stamp = (
        f"{verify.TOKEN}，由时间戳机构对 manifest-sha256.txt 加盖（RFC 3161）。检查：\n"
        f"      openssl ts -verify -in {verify.TOKEN} -data manifest-sha256.txt -CAfile 机构公布的根证书.pem\n"
        f"  或者 python3 verify.py --tsa-roots 机构公布的根证书.pem。随附的 {verify.TOKEN_ROOT} 只供对照，不能为自己作证。"
        if stamped
        else "没有可信时间戳。签名能证明没有改动，不能单独证明签名的时间。"
    )
    most = contents.volume_bytes >> 20
    return _TEXT.format(
        limit=_LIMIT.format(most=most) if most else "",
        number=contents.number,
        title=" ".join(contents.title.split()),
        recipient=" ".join(contents.recipient.split()),
        at=contents.exported_at.strftime("%Y-%m-%d %H:%M %z"),
        listing=verify.LISTING,
        signature=verify.SIGNATURE,
        key=verify.PUBLIC_KEY,
        fingerprint=fingerprint,
        openssl=verify.OPENSSL,
        trusted_keys=verify.TRUSTED_KEYS,
        timestamp=stamp,
    )
