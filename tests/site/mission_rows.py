"""What the mission's rows say on their pages: row → (path, English, Chinese)."""

CENTER = "/china-center/"
AGREEMENTS = f"{CENTER}agreements/"
FRAMEWORK = f"{AGREEMENTS}framework-agreement-cupl/"
YANGZHOU = f"{AGREEMENTS}mou-yangzhou-training-base/"
CUPL = f"{AGREEMENTS}agreement-cupl-2014/"
CAIEP = f"{AGREEMENTS}mou-caiep/"
NAMC = f"{AGREEMENTS}mou-namc/"
SUMMIT = f"{CENTER}events/yangzhou-summit-2014/"
FORUM = f"{CENTER}events/urban-governance-forum-2014/"
SIGNING = f"{CENTER}events/ecopartnerships-signing-2012/"
CITYLINKS = "/programs/citylinks/"
GLOBAL = "/programs/icma-global-programs/"
TRIO = "/partnerships/durban-southeast-florida/"

ROWS = {
    1: [
        ("/", "Management", "管理"),
        ("/", "Services", "服务"),
        ("/", "Decentralization", "权力下放"),
    ],
    2: [(GLOBAL, "researchers and expert consultants", "研究人员和专家顾问")],
    3: [(CITYLINKS, "1997", "1997年"), (CITYLINKS, "USAID", "美国国际开发署")],
    4: [(CITYLINKS, "Strategic guidance", "战略指导"), (CITYLINKS, "Donor", "资助方")],
    5: [(CITYLINKS, "Resource Cities", "Resource Cities（资源共享城市）项目")],
    6: [
        (CITYLINKS, "Economic globalization", "经济全球化"),
        (CITYLINKS, "Accelerated urbanization", "城镇化加速"),
        (CITYLINKS, "Rapid decentralization", "快速的权力下放"),
    ],
    7: [(CITYLINKS, "2011–2016", "2011—2016年"), (CITYLINKS, "2003", "2003年")],
    8: [(CITYLINKS, "The CityLinks model", "CityLinks模式")],
    9: [("/", "over 11,000", "超过1.1万")],
    10: [
        (
            CITYLINKS,
            "Economic growth depends on good city management.",
            "城市管理得好，经济才能增长。",
        ),
        (CITYLINKS, "hold elected officials to account", "向民选官员问责"),
    ],
    11: [
        (CITYLINKS, "Cities are actors on the world stage", "城市是全球舞台上的重要行动者"),
        (CITYLINKS, "felt beyond the borders", "影响超越国界"),
        (CITYLINKS, "never been easier for cities to find each other", "更容易建立联系"),
        (CITYLINKS, "no city can solve them by itself", "任何城市都难以独自应对"),
    ],
    12: [
        (CITYLINKS, "78.1%", "78.1%"),
        (
            CITYLINKS,
            "2015 Local Government Sustainability Practices Survey",
            "2015年地方政府可持续发展实践调查",
        ),
    ],
    13: [(TRIO, "Exchanges", "交流")],
    14: [
        (CITYLINKS, "builds technical skill on both sides", "提升双方的专业技术能力"),
        (CITYLINKS, "understanding between cultures", "增进不同文化之间的相互理解"),
    ],
    15: [(CITYLINKS, "after 1945", "1945年")],
    19: [
        (CITYLINKS, "pessimism and corruption", "普遍的悲观情绪乃至腐败"),
    ],
    20: [(CITYLINKS, "Basic public services", "基本公共服务")],
    21: [(CITYLINKS, "Local economic competitiveness", "地方经济竞争力")],
    22: [(CITYLINKS, "Municipal management structures", "市政管理体系")],
    23: [(CITYLINKS, "Skills of local officials", "地方官员能力")],
    24: [(CITYLINKS, "and with other donors", "其他资助方")],
    26: [
        (
            CITYLINKS,
            "Local governments, NGOs, businesses and citizens",
            "地方政府、非政府组织、私营部门和居民",
        )
    ],
    28: [(CITYLINKS, "developing world and of countries in transition", "发展中国家、转型国家")],
    29: [(CITYLINKS, "A better understanding on both sides", "互利共赢")],
    30: [(CITYLINKS, "Better governance and systems for climate", "与气候相关的治理和制度")],
    31: [
        (
            CITYLINKS,
            "More resilient cities in the focus countries of Feed the Future",
            "未来粮食保障计划",
        )
    ],
    32: [(CITYLINKS, "Global Health Initiative", "全球卫生倡议")],
    33: [(CITYLINKS, "budgeting, procurement, hiring", "预算编制、采购、人员招聘")],
    41: [("/", "Washington, D.C.", "华盛顿")],
    42: [("/countries/", "ore than 70", "70")],
    43: [
        (CENTER, "2011", "2011年"),
        (CENTER, "China University of Political Science and Law", "中国政法大学"),
    ],
    44: [
        (FRAMEWORK, "Government of China", "中国政府"),
        (FRAMEWORK, "Ministry of Education", "教育部"),
    ],
    46: [(CENTER, "School of Politics and Public Administration", "政治与公共管理学院")],
    47: [
        (CENTER, "A board of eight", "八人理事会"),
        (CENTER, "Better-run cities in China", "提升中国城市管理水平"),
    ],
    48: [(CENTER, "learn in turn from China’s fast", "快速、大规模城镇化的经验")],
    49: [
        (
            CENTER,
            "training, research, information, conferences and exchanges",
            "促进培训、研究、信息共享、会议与交流",
        )
    ],
    50: [(CENTER, "fee-based courses", "收费教育培训")],
    51: [(CENTER, "Chinese and foreign companies", "国内外企业")],
    52: [
        (
            CENTER,
            "Certificates and recognition for people and for local governments",
            "个人和地方政府建立认证与表彰机制",
        )
    ],
    53: [
        (SUMMIT, "May 2014", "2014年5月"),
        (SUMMIT, "ICMA International Regional Summit, Yangzhou", "ICMA国际区域峰会（扬州）"),
        (SUMMIT, "City of Yangzhou", "扬州市人民政府"),
    ],
    54: [
        (SUMMIT, "200", "200"),
        (SUMMIT, "Eco-Friendly Urbanization", "生态友好型城镇化"),
        (SUMMIT, "Case studies", "案例研究"),
    ],
    55: [(SUMMIT, "Agreements that give ICMA a training base in China", "在中国设立ICMA培训基地")],
    56: [(SUMMIT, "how small towns in China develop", "中国小城镇发展与居民满意度调查")],
    57: [
        (
            FORUM,
            "Urban Governance in the Backdrop of China’s New Urbanization",
            "中国新型城镇化背景下的城市治理",
        )
    ],
    58: [(SUMMIT, "Life, Well Run", "中文字幕版首次亮相")],
    59: [(SUMMIT, "A study tour to Beijing", "北京考察"), (SUMMIT, "Before the event", "会前")],
    60: [(SUMMIT, "Spring meeting of the ICMA International Committee", "ICMA国际委员会春季会议")],
    62: [
        (YANGZHOU, "ICMA trains Chinese municipal officials", "中国城市官员提供培训"),
        (YANGZHOU, "ICMA helps Yangzhou to find proven management practice", "借鉴先进的管理实践"),
        (
            YANGZHOU,
            "partnerships and exchanges with the cities of its members",
            "会员及国际附属组织所在城市",
        ),
    ],
    63: [
        (
            CUPL,
            "plan to fund joint work of leading universities",
            "资助重点高校与其他机构协同创新",
        )
    ],
    64: [
        (CUPL, "Depends on a grant", "获得资助为前提"),
        (CUPL, "professors, researchers, students and interns", "教授、研究人员、学生和实习生"),
        (CUPL, "Joint conferences and publications", "联合举办会议、推出出版物"),
    ],
    65: [(CENTER, "official training partner by SAFEA", "正式培训合作机构")],
    66: [(CAIEP, "MOU between ICMA and CAIEP", "中国国际人才交流协会谅解备忘录")],
    67: [("/organizations/namc/", "National Academy for Mayors of China", "全国市长研修学院")],
    68: [(NAMC, "Training and assessment for city managers", "培训与考评")],
    69: [(NAMC, "Translation and publication of ICMA’s textbooks", "翻译、出版ICMA培训资料和教材")],
    70: [
        (NAMC, "Academic conferences", "举办学术会议"),
        (NAMC, "Exchanges and study tours", "专业交流与考察"),
    ],
    71: [(CENTER, "17", "17"), (CENTER, "Competitive selection", "竞争性遴选")],
    72: [(SIGNING, "Hillary Rodham Clinton", "希拉里·克林顿")],
    73: [(CENTER, "18 months", "18个月"), (CENTER, "not named in the source", "来源未")],
}
